import type { WaitingFor } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";

/** What something waits for, in a few words: "for its turn: customer-7", "for an approval, until …". */
export function WaitingReason({ waiting }: { waiting: WaitingFor }) {
  const { t } = useTranslation("executions");
  const format = useFormat();
  const { kind, until, detail } = waiting;
  // A call's detail is an id, a callback's a URL: neither says anything in a list.
  const named = detail !== null && detail !== "" && (kind === "turn" || kind === "approval");
  const what = named ? t(`waitingFor.${kind}Named`, { detail }) : t(`waitingFor.${kind}`);
  return <>{until === null ? what : t("waitingFor.until", { what, time: format.time(until) })}</>;
}
