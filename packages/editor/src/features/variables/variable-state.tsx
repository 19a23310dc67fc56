import { useTranslation } from "react-i18next";
import type { VariableState } from "../../document/merge-examples.ts";
import { shortJson } from "../../document/short-json.ts";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./variables.module.css";

/** Whether a variable came with the last parsing, or is gone from the examples. Nothing for all others. */
export function StateMark({ state, added }: { state: VariableState; added: boolean }) {
  const { t } = useTranslation("variables");
  if (state.kind === "vanished") return <StatusBadge tone="warning">{t("mark.vanished")}</StatusBadge>;
  return added ? <StatusBadge tone="success">{t("mark.new")}</StatusBadge> : null;
}

/** The value that the example holds at the variable's path, shortened. */
export function ExampleValue({ state }: { state: VariableState }) {
  const { t } = useTranslation("variables");
  if (state.kind === "unknown") return null;
  if (state.kind === "vanished") return <span className={classes.dim}>{t("notInExample")}</span>;
  const text = shortJson(state.example);
  return (
    <code className={classes.example} title={JSON.stringify(state.example)?.slice(0, 500)}>
      {text}
    </code>
  );
}
