import { ActionIcon, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconChevronRight, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { headerOf } from "../../document/scheme-of.ts";
import type { DraftMethod, SecretState } from "../../document/sender-config.ts";
import { MethodFields } from "./method-fields.tsx";
import { choiceIcons, choiceOf } from "./method-kinds.ts";
import classes from "./senders.module.css";
import type { SenderEdits } from "./use-sender-edits.ts";

export interface MethodCardProps {
  readonly method: DraftMethod;
  readonly at: number;
  readonly edits: SenderEdits;
  /** It was just added: it opens, and its first field gets the caret. */
  readonly fresh: boolean;
  /** Another user of HTTP Basic has the same name. */
  readonly twice: boolean;
  /** When it let somebody in the last time. */
  readonly used: ReactNode;
  readonly onRemove: () => void;
}

/** One method: a line that opens to its fields. */
export function MethodCard({ method, at, edits, fresh, twice, used, onRemove }: MethodCardProps) {
  const { t } = useTranslation("senders");
  const id = useId();
  const [open, setOpen] = useState(fresh);
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!fresh) return;
    form.current?.querySelector<HTMLElement>("input, textarea, select")?.focus();
    form.current?.closest("li")?.scrollIntoView({ block: "nearest" });
  }, [fresh]);
  const choice = choiceOf(method);
  const Icon = choiceIcons[choice];
  const kind = t(`method.${choice}`);
  const name = nameOf(method, kind);
  const lacks = secretsOf(method).includes("missing");
  return (
    <li
      className={classes.card}
      aria-label={name}
      data-place={JSON.stringify(["auth", "any", at])}
      data-open={open || undefined}
    >
      <div className={classes.line}>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={open}
          aria-controls={`${id}-form`}
          onClick={() => setOpen(!open)}
        >
          <IconChevronRight size={14} className={classes.chevron} aria-hidden />
          <span className={classes.icon} aria-hidden>
            <Icon size={16} />
          </span>
          <span className={classes.names}>
            <span className={classes.name}>{name}</span>
            <span className={classes.summary}>
              <Summary method={method} kind={kind} named={name !== kind} />
            </span>
          </span>
          {lacks && !open && (
            <span className={classes.lacks}>
              <IconAlertTriangle size={13} aria-hidden />
              {t("noSecret")}
            </span>
          )}
        </button>
        <Tooltip label={t("revoke", { name })}>
          <ActionIcon aria-label={t("revoke", { name })} onClick={onRemove}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <p className={classes.used}>{used}</p>
      <div id={`${id}-form`} ref={form} hidden={!open}>
        {open && (
          <div className={classes.form}>
            <MethodFields method={method} at={at} edits={edits} twice={twice} />
          </div>
        )}
      </div>
    </li>
  );
}

/** What a person calls a method: its name, its user, or what kind it is. */
function nameOf(method: DraftMethod, kind: string): string {
  if (method.name !== "") return method.name;
  return method.type === "basic" && method.username !== "" ? method.username : kind;
}

/** Its kind, where the name does not say it, and where in the request it is looked for. */
function Summary({ method, kind, named }: { method: DraftMethod; kind: string; named: boolean }) {
  const { t } = useTranslation("senders");
  const place = placeOf(method);
  const inQuery = method.type === "apiKey" && method.in === "query";
  return (
    <>
      {named && kind}
      {named && place !== "" && " · "}
      {place !== "" && <code>{place}</code>}
      {inQuery && ` ${t("apiKey.inUrl")}`}
    </>
  );
}

function placeOf(method: DraftMethod): string {
  switch (method.type) {
    case "apiKey":
      return method.in === "query" ? `?${method.parameter}=` : method.parameter;
    case "jwt":
      return method.header;
    case "signature":
      return headerOf(method);
    case "unknown":
      return "";
    default:
      return "authorization";
  }
}

function secretsOf(method: DraftMethod): readonly SecretState[] {
  switch (method.type) {
    case "basic":
      return [method.password];
    case "apiKey":
      return [method.key];
    case "bearer":
      return [method.token];
    case "jwt":
      return method.keyFrom === "secret" ? [method.secret] : [];
    case "signature":
      return method.secrets.map(({ value }) => value);
    case "unknown":
      return [];
  }
}
