import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { usePageTitle } from "../../ui/use-page-title.ts";
import classes from "./account-frame.module.css";

export interface AccountFrameProps {
  readonly title: string;
  readonly subtitle: string;
  readonly brand: ReactNode;
  readonly children: ReactNode;
}

/** The page before the door: the mark, one card, nothing else. */
export function AccountFrame({ title, subtitle, brand, children }: AccountFrameProps) {
  usePageTitle(title);
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>{brand}</div>
        <Title order={1}>{title}</Title>
        <p className={classes.subtitle}>{subtitle}</p>
        {children}
      </div>
    </main>
  );
}
