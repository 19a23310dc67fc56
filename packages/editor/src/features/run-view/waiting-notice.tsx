import { Anchor } from "@mantine/core";
import type { Step } from "@sluice/api/schemas";
import { IconClock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { ApprovalDecision } from "../approval-decision/approval-decision.tsx";
import { WaitingReason } from "../waiting-reason/waiting-reason.tsx";
import shared from "./run-view.module.css";
import classes from "./waiting.module.css";

/** What a step waits for, and what can be done about it here: copy its URL, decide, open what it called. */
export function WaitingNotice({ executionId, step }: { executionId: string; step: Step }) {
  const { t } = useTranslation("runs");
  const { waiting } = step;
  if (waiting === null) return null;
  const { kind, detail } = waiting;
  return (
    <section className={classes.waiting} aria-label={t("waiting.title")}>
      <p className={classes.waitingWhat}>
        <IconClock size={16} aria-hidden />
        <span>
          <WaitingReason waiting={waiting} />
        </span>
      </p>
      {kind === "callback" && detail !== null && URL.canParse(detail) && (
        <>
          <p className={shared.note}>{t("waiting.callbackHint")}</p>
          <p className={classes.callback}>
            <code>{detail}</code>
            <CopyButton value={detail} label={t("waiting.copyUrl")} />
          </p>
        </>
      )}
      {kind === "call" && detail !== null && detail !== "" && (
        <Anchor
          size="sm"
          renderRoot={(props) => <Link {...props} to="/executions/$id" params={{ id: detail }} />}
        >
          {t("waiting.called")}
        </Anchor>
      )}
      {kind === "approval" && <OpenApproval executionId={executionId} step={step} />}
    </section>
  );
}

function OpenApproval({ executionId, step }: { executionId: string; step: Step }) {
  const { data } = useQuery(api.approvals.list.queryOptions({ input: { state: "open", limit: 100 } }));
  const approval = data?.items.find(
    (one) => one.executionId === executionId && one.node === step.node && one.frame === step.frame,
  );
  if (!approval) return null;
  return (
    <>
      {approval.message !== "" && <p className={classes.approvalText}>{approval.message}</p>}
      <ApprovalDecision approval={approval} />
    </>
  );
}
