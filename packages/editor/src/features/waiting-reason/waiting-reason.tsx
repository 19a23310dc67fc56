import type { WaitingFor } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";

/** What something waits for, in a few words: "for its turn: customer-7", "for an approval, until …". */
export function WaitingReason({ waiting }: { waiting: WaitingFor }) {
  const { t } = useTranslation("executions");
  const format = useFormat();
  const { kind, until, detail } = waiting;
  // A call's detail is an id, a callback's a URL: neither says anything in a list.
  const name = kind === "turn" ? keyOf(detail ?? "") : kind === "approval" ? (detail ?? "") : "";
  const what = name === "" ? t(`waitingFor.${kind}`) : t(`waitingFor.${kind}Named`, { detail: name });
  return <>{until === null ? what : t("waitingFor.until", { what, time: format.time(until) })}</>;
}

/** A concurrency key without what makes it unique on the instance: `wf_…/"customer-7"` is customer-7. */
function keyOf(detail: string): string {
  const [, key = detail] = /^wf_[^/]*\/(.*)$/s.exec(detail) ?? [];
  try {
    const value: unknown = JSON.parse(key);
    return typeof value === "string" ? value : key;
  } catch {
    return key;
  }
}
