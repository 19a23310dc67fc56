import { type ReactNode, useState } from "react";

export interface FoldProps {
  readonly title: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
  /** It holds what must be seen: it is open when it is first drawn. */
  readonly opensAtFirst?: boolean;
  /** Marks the element for whoever looks for it. */
  readonly "data-option"?: string;
}

/** A part that is folded at first. What it holds is only drawn once it has been opened. */
export function Fold({ title, children, opensAtFirst = false, ...rest }: FoldProps) {
  const [atFirst] = useState(opensAtFirst);
  const [opened, setOpened] = useState(atFirst);
  return (
    <details {...rest} open={atFirst} onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{title}</summary>
      {opened && children}
    </details>
  );
}
