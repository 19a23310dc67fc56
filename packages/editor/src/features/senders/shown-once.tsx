import { Button, Input } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../ui/copy-button.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import classes from "./senders.module.css";

/** A secret that was made here, for the one moment in which it can be copied. */
export function ShownOnce(given: {
  readonly label: string;
  readonly value: string;
  readonly onDone: () => void;
}) {
  const { label, value, onDone } = given;
  const { t } = useTranslation("senders");
  const box = useRef<HTMLElement>(null);
  // The button that made it is gone: who works by keyboard goes on here.
  useEffect(() => box.current?.focus(), []);
  return (
    <Input.Wrapper label={label} labelElement="div" description={t("secret.once")}>
      <div className={classes.once}>
        <ScrollRegion as="code" ref={box}>
          {value}
        </ScrollRegion>
        <CopyButton value={value} label={t("secret.copy")} />
        <Button size="compact-xs" variant="default" onClick={onDone}>
          {t("secret.copied")}
        </Button>
      </div>
    </Input.Wrapper>
  );
}
