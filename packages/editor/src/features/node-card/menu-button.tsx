import { IconDots } from "@tabler/icons-react";
import classes from "./node-card.module.css";
import { useCardActions } from "./use-card-actions.ts";

/** Opens the node's menu. Keyboard users reach the same menu with the menu key or Shift+F10 on the node. */
export function MenuButton({ nodeKey, label }: { nodeKey: string; label: string }) {
  const { openMenu } = useCardActions();
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`${classes.menu} nodrag`}
      aria-label={label}
      onClick={(event) => {
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        openMenu(nodeKey, { x: box.left, y: box.bottom + 4 });
      }}
    >
      <IconDots size={16} aria-hidden />
    </button>
  );
}
