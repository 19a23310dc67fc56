import { Anchor, type AnchorProps } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";

export interface PathLinkProps extends AnchorProps {
  /** A path of this editor with its query, as the server says it. */
  readonly path: string;
  readonly children: ReactNode;
}

/** A link to where the server points, without loading the page anew; opened elsewhere it is a link like any other. */
export function PathLink({ path, children, ...anchor }: PathLinkProps) {
  const router = useRouter();
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.history.push(path);
  };
  return (
    <Anchor {...anchor} href={path} onClick={follow}>
      {children}
    </Anchor>
  );
}
