import type { Json } from "@sluice/workflow/node-contract";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./value-text.module.css";

/** Characters that are shown of a value before somebody asks for all of it. */
const shown = 400;

/** A setting's value in full, cut where it is long; a secret is only named. */
export function ValueText({ value }: { value: Json | undefined }) {
  const { t } = useTranslation("changes");
  const [all, setAll] = useState(false);
  if (value === undefined) return <span className={classes.absent}>{t("value.absent")}</span>;
  if (value === "") return <span className={classes.absent}>{t("value.empty")}</span>;
  if (typeof value === "boolean") return <span>{t(`value.${value}`)}</span>;
  const text = textOf(value, t("value.secret"));
  const cut = !all && text.length > shown;
  return (
    <>
      <code className={classes.value}>{cut ? `${text.slice(0, shown)}…` : text}</code>
      {cut && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          {t("value.all", { count: text.length })}
        </button>
      )}
    </>
  );
}

function textOf(value: Json, secret: string): string {
  if (typeof value === "string") return value;
  return JSON.stringify(withoutSecrets(value, secret), null, 2);
}

/** `{ "secret": … }`, by reference or as it was typed, becomes its word: neither is for reading. */
function withoutSecrets(value: Json, secret: string): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, secret));
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "secret") return secret;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, secret)]));
}
