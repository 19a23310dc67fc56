import { Anchor, Button, Skeleton } from "@mantine/core";
import type { Approval } from "@sluice/api/schemas";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StatusBadge, type Tone } from "../../ui/status-badge.tsx";
import { ApprovalDecision } from "../approval-decision/approval-decision.tsx";
import classes from "./approvals.module.css";

export interface ApprovalListProps {
  /** Undefined while loading. */
  readonly items: readonly Approval[] | undefined;
  readonly nameOf: (workflowId: string) => string | undefined;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly onMore: () => void;
}

export function ApprovalList({ items, nameOf, hasMore, loadingMore, onMore }: ApprovalListProps) {
  const { t } = useTranslation("approvals");
  if (items === undefined) return <Skeleton height={160} radius="lg" />;
  return (
    <>
      <ul className={classes.list} aria-label={t("title")}>
        {items.map((approval) => (
          <li key={approval.id}>
            <Entry approval={approval} workflow={nameOf(approval.workflowId)} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button variant="default" loading={loadingMore} onClick={onMore}>
          {t("more")}
        </Button>
      )}
    </>
  );
}

const tones: Readonly<Record<Approval["state"], Tone>> = {
  open: "info",
  approved: "success",
  rejected: "danger",
  expired: "neutral",
  cancelled: "neutral",
};

function Entry({ approval, workflow }: { approval: Approval; workflow: string | undefined }) {
  const { t } = useTranslation("approvals");
  const format = useFormat();
  const id = useId();
  const { title, message, state, askedAt, until, executionId, decidedAt, decidedBy, comment } = approval;
  return (
    <article className={classes.entry} aria-labelledby={id}>
      <header className={classes.head}>
        <h2 id={id}>{title}</h2>
        {state !== "open" && <StatusBadge tone={tones[state]}>{t(`state.${state}`)}</StatusBadge>}
      </header>
      <p className={classes.facts}>
        <span>{workflow ?? t("unknownWorkflow")}</span>
        <span>
          {t("asked")} <RelativeTime iso={askedAt} />
        </span>
        {state === "open" && until !== null && <span>{t("until", { time: format.time(until) })}</span>}
        <Anchor
          size="sm"
          renderRoot={(props) => <Link {...props} to="/executions/$id" params={{ id: executionId }} />}
        >
          {t("execution")}
        </Anchor>
      </p>
      {message !== "" && <p className={classes.message}>{message}</p>}
      {state === "open" ? (
        <ApprovalDecision approval={approval} />
      ) : (
        decidedAt !== null && (
          <p className={classes.facts}>
            <span>
              {decidedBy === null
                ? t("endedAt", { time: format.time(decidedAt) })
                : t("decidedBy", { who: decidedBy, time: format.time(decidedAt) })}
            </span>
          </p>
        )
      )}
      {comment !== null && comment !== "" && <blockquote className={classes.comment}>{comment}</blockquote>}
    </article>
  );
}
