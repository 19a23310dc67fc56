import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ProblemCount } from "../../document/to-flow.ts";
import classes from "./node-card.module.css";

/** How many errors, or else warnings, a card has. The card's own name says the same to a screen reader. */
export function ProblemBadge({ problems }: { problems: ProblemCount | undefined }) {
  const { t } = useTranslation("canvas");
  if (!problems) return null;
  const { errors, warnings } = problems;
  const many = errors || warnings;
  const title = errors ? t("card.errors", { count: errors }) : t("card.warnings", { count: warnings });
  return (
    <span className={classes.badge} data-tone={errors ? "danger" : "warning"} title={title} aria-hidden>
      <IconAlertTriangle size={13} stroke={2} />
      {many}
    </span>
  );
}
