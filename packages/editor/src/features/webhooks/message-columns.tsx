import type { MessageSummary } from "@sluice/api/schemas";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { Column } from "../../ui/data-table.tsx";
import { HttpStatus } from "../../ui/http-status.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { MessageState } from "./message-state.tsx";
import classes from "./webhooks.module.css";

export function messageColumns(given: {
  t: TFunction<"webhooks">;
  time: (iso: string) => string;
  onOpen: (id: string) => void;
}): Column<MessageSummary>[] {
  const { t, time, onOpen } = given;
  return [
    { id: "made", title: t("messages.made"), cell: ({ createdAt }) => <RelativeTime iso={createdAt} /> },
    {
      id: "event",
      title: t("event"),
      share: "24%",
      cell: ({ id, event }) => (
        <button type="button" className={classes.open} onClick={() => onOpen(id)}>
          {event}
        </button>
      ),
    },
    {
      id: "to",
      title: t("messages.to"),
      share: "34%",
      cell: ({ subscriptionId, url }) => (
        <Link to="/webhooks/$id" params={{ id: subscriptionId }} title={url}>
          {url}
        </Link>
      ),
    },
    { id: "state", title: t("state"), cell: ({ status }) => <MessageState status={status} /> },
    { id: "attempts", title: t("messages.attempts"), end: true, cell: ({ attempts }) => attempts },
    {
      id: "answer",
      title: t("answer"),
      share: "20%",
      cell: ({ last }) => last !== null && <LastAnswer t={t} last={last} />,
    },
    {
      id: "next",
      title: t("messages.next"),
      cell: ({ nextAttemptAt }) => (nextAttemptAt === null ? "–" : time(nextAttemptAt)),
    },
  ];
}

function LastAnswer({ t, last }: { t: TFunction<"webhooks">; last: NonNullable<MessageSummary["last"]> }) {
  return (
    <span title={last.error?.message}>
      {last.http_status === null ? (
        `${t("noAnswer")} · ${last.error?.message ?? ""}`
      ) : (
        <HttpStatus status={last.http_status} />
      )}
    </span>
  );
}
