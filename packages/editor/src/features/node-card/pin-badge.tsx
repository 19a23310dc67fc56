import { IconPin } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./node-card.module.css";

/** Trials take a pinned output in the place of running the node. The card's own name says the same to a screen reader. */
export function PinBadge({ pinned }: { pinned: boolean }) {
  const { t } = useTranslation("canvas");
  if (!pinned) return null;
  return (
    <span className={classes.pinned} title={t("card.pinned")} aria-hidden>
      <IconPin size={13} stroke={2} />
    </span>
  );
}
