import type { Act } from "@sluice/api/schemas";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import type { ProblemText } from "../../api/problem-text.ts";
import type { Format } from "../../i18n/format.ts";
import type { Column } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./audit-page.module.css";
import { detailText } from "./detail-text.ts";

export function auditColumns(given: {
  readonly t: TFunction<"audit">;
  readonly problemText: (code: string) => ProblemText;
  readonly format: Pick<Format, "span">;
}): readonly Column<Act>[] {
  const { t, problemText, format } = given;
  return [
    { id: "at", title: t("column.at"), cell: ({ at }) => <RelativeTime iso={at} /> },
    {
      id: "actor",
      title: t("column.actor"),
      share: "22%",
      cell: ({ actor: { kind, name, address } }) => (
        <span title={[name, address].filter(Boolean).join(" ")}>
          {name ?? t(`actor.${kind}`)}{" "}
          <span className={classes.dim}>
            {[kind === "person" || name === null ? null : t(`actor.${kind}`), address]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </span>
      ),
    },
    {
      id: "act",
      title: t("column.act"),
      share: "28%",
      cell: ({ act }) => (
        <>
          {t(`acts.${act}`, { defaultValue: act })}{" "}
          <span className={`${classes.dim} sluice-mono`}>{act}</span>
        </>
      ),
    },
    { id: "object", title: t("column.object"), share: "20%", cell: ({ object }) => shownObject(object) },
    {
      id: "outcome",
      title: t("column.outcome"),
      cell: ({ outcome }) =>
        outcome === "ok" ? (
          <StatusBadge tone="success">{t("outcome.ok")}</StatusBadge>
        ) : outcome === "unfinished" ? (
          <span title={t("outcome.unfinishedHint")}>
            <StatusBadge tone="warning">{t("outcome.unfinished")}</StatusBadge>
          </span>
        ) : (
          <span title={outcome}>
            <StatusBadge tone="danger">{problemText(outcome).title}</StatusBadge>
          </span>
        ),
    },
    {
      id: "detail",
      title: t("column.detail"),
      share: "18%",
      cell: ({ detail }) => {
        const text = detailText(detail, { t, format });
        return (
          <span className={classes.dim} title={text}>
            {text}
          </span>
        );
      },
    },
  ];
}

/** What it was done to, with the way there where there is a page of it. */
function shownObject(object: Act["object"]): ReactNode {
  if (object === null) return null;
  const { kind, id, name } = object;
  const text = name || id;
  if (kind === "workflow")
    return (
      <Link to="/workflows/$id" params={{ id }}>
        {text}
      </Link>
    );
  if (kind === "execution")
    return (
      <Link to="/executions/$id" params={{ id }}>
        {text}
      </Link>
    );
  if (kind === "delivery")
    return (
      <Link to="/deliveries/$id" params={{ id }}>
        {text}
      </Link>
    );
  if (kind === "subscription")
    return (
      <Link to="/webhooks/$id" params={{ id }}>
        {text}
      </Link>
    );
  return <span title={id}>{text}</span>;
}
