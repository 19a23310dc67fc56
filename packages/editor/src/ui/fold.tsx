import { type ReactNode, useState } from "react";

export interface FoldProps {
  readonly title: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
  /** Marks the element for whoever looks for it. */
  readonly "data-option"?: string;
}

/** A part that is folded at first. What it holds is only drawn once it has been opened. */
export function Fold({ title, children, ...rest }: FoldProps) {
  const [opened, setOpened] = useState(false);
  return (
    <details {...rest} onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{title}</summary>
      {opened && children}
    </details>
  );
}
