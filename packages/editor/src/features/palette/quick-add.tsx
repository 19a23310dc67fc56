import { FocusTrap } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import type { NewNode } from "../../document/new-node.ts";
import { NodeList } from "./node-list.tsx";
import classes from "./palette.module.css";

export interface QuickAddProps {
  /** Where it opens, in the window. */
  readonly at: { readonly x: number; readonly y: number };
  /** Whether a type is offered; left out: all are. */
  readonly fits?: ((type: string) => boolean) | undefined;
  readonly onPick: (node: NewNode) => void;
  readonly onLeave: () => void;
}

const width = 272;
const height = 352;

/** The palette at the pointer or the keyboard's place. */
export function QuickAdd({ at, fits, onPick, onLeave }: QuickAddProps) {
  const { t } = useTranslation("canvas");
  const outside = useClickOutside<HTMLDivElement>(onLeave);
  const left = Math.max(8, Math.min(at.x, window.innerWidth - width - 8));
  const top = Math.max(8, Math.min(at.y, window.innerHeight - height - 8));
  return (
    <FocusTrap active>
      <div
        ref={outside}
        className={classes.popup}
        style={{ left, top }}
        role="dialog"
        aria-label={t("palette.add")}
      >
        <NodeList fits={fits} onPick={onPick} onLeave={onLeave} autoFocus />
      </div>
    </FocusTrap>
  );
}
