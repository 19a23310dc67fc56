import { Skeleton } from "@mantine/core";
import type { Alert } from "@sluice/api/schemas";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StatusBadge, type Tone } from "../../ui/status-badge.tsx";
import { PathLink } from "../path-link/path-link.tsx";
import { AlertMenu } from "./alert-menu.tsx";
import classes from "./alerts.module.css";
import { isMuted } from "./use-alerts.ts";
import { useSaid } from "./use-said.ts";

export interface AlertListProps {
  /** Undefined while loading. */
  readonly items: readonly Alert[] | undefined;
  readonly onEdit: (alert: Alert) => void;
  readonly onDelete: (alert: Alert) => void;
}

/** Rules, how they stand, and what was found. */
export function AlertList({ items, onEdit, onDelete }: AlertListProps) {
  const { t } = useTranslation("alerts");
  if (items === undefined) return <Skeleton height={160} radius="lg" />;
  return (
    <ul className={classes.list} aria-label={t("title")}>
      {items.map((alert) => (
        <li key={alert.id}>
          <Entry alert={alert} onEdit={() => onEdit(alert)} onDelete={() => onDelete(alert)} />
        </li>
      ))}
    </ul>
  );
}

const tones: Readonly<Record<Alert["state"], Tone>> = {
  ok: "success",
  firing: "danger",
  unknown: "neutral",
  off: "neutral",
};

interface EntryProps {
  readonly alert: Alert;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

function Entry({ alert, onEdit, onDelete }: EntryProps) {
  const { t } = useTranslation("alerts");
  const format = useFormat();
  const say = useSaid();
  const id = useId();
  const { name, kind, state, measure, firingSince, evaluatedAt, mutedUntil, problem, recipients } = alert;
  return (
    <article className={classes.entry} aria-labelledby={id} data-firing={state === "firing" || undefined}>
      <header className={classes.head}>
        <h2 id={id}>{name}</h2>
        <StatusBadge tone={tones[state]} busy={state === "firing" && !isMuted(alert)}>
          {t(`state.${state}`)}
        </StatusBadge>
        {isMuted(alert) && mutedUntil !== null && (
          <StatusBadge tone="neutral">{t("muted", { time: format.time(mutedUntil) })}</StatusBadge>
        )}
        <span className={classes.menu}>
          <AlertMenu alert={alert} onEdit={onEdit} onDelete={onDelete} />
        </span>
      </header>
      {measure !== null && state !== "off" && (
        <p className={classes.found}>
          {say(measure.said)}{" "}
          <PathLink path={measure.path} size="sm" underline="always">
            {t("see")}
          </PathLink>
        </p>
      )}
      {problem !== null && <p className={classes.problem}>{t("problem", { problem })}</p>}
      <p className={classes.facts}>
        <span>{t(`kinds.${kind}`)}</span>
        {firingSince !== null && (
          <span>
            {t("since")} <RelativeTime iso={firingSince} />
          </span>
        )}
        {evaluatedAt !== null && (
          <span>
            {t("looked")} <RelativeTime iso={evaluatedAt} />
          </span>
        )}
        <span>{recipients.length === 0 ? t("toldNobody") : t("told", { who: recipients.join(", ") })}</span>
      </p>
    </article>
  );
}
