import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./node-card.module.css";
import { useCardActions } from "./use-card-actions.ts";

export interface FoldButtonProps {
  readonly nodeKey: string;
  readonly name: string;
  /** How many nodes stand in it, while it is folded. */
  readonly inside?: number | undefined;
}

/** At a container: folds it to a card, and opens it. Keyboard users have a key and the node's menu for it. */
export function FoldButton({ nodeKey, name, inside }: FoldButtonProps) {
  const { t } = useTranslation("canvas");
  const { fold } = useCardActions();
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={`${classes.fold} nodrag`}
        aria-expanded={inside === undefined}
        aria-label={inside === undefined ? t("frame.fold", { name }) : t("frame.unfold", { name, inside })}
        onClick={(event) => {
          event.stopPropagation();
          fold(nodeKey);
        }}
      >
        {inside === undefined ? (
          <IconChevronDown size={14} aria-hidden />
        ) : (
          <IconChevronRight size={14} aria-hidden />
        )}
      </button>
      {inside !== undefined && (
        <span className={classes.inside} aria-hidden>
          {inside}
        </span>
      )}
    </>
  );
}
