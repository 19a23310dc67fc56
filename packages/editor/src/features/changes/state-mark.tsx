import type { NodeState } from "@sluice/workflow/changes";
import { IconArrowsMove, IconMinus, IconPencil, IconPlus, type TablerIcon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./changes.module.css";

const icons: Readonly<Record<NodeState, TablerIcon>> = {
  added: IconPlus,
  removed: IconMinus,
  changed: IconPencil,
  moved: IconArrowsMove,
};

/** What became of something, as a sign and a word; the colour only helps to find it. */
export function StateMark({ state }: { state: NodeState }) {
  const { t } = useTranslation("changes");
  const Icon = icons[state];
  return (
    <span className={classes.state} data-change={state}>
      <Icon size={13} stroke={2.25} aria-hidden />
      {t(`state.${state}`)}
    </span>
  );
}
