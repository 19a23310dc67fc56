import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type JsonRow, jsonRows, type Toggled } from "./json-rows.ts";
import classes from "./json-view.module.css";

export interface JsonViewProps {
  readonly value: unknown;
  /** Name of the region for screen readers: whose JSON this is. */
  readonly label: string;
}

/** Lines drawn at once; a megabyte of JSON has some fifty thousand. */
const page = 300;
const longText = 1500;

/** A JSON value as a tree that folds, drawn a page at a time. */
export function JsonView({ value, label }: JsonViewProps) {
  const { t } = useTranslation("ui");
  const [toggled, setToggled] = useState<Toggled>(new Map());
  const [limit, setLimit] = useState(page);
  const { rows, more } = useMemo(() => {
    const taken: JsonRow[] = [];
    for (const row of jsonRows(value, toggled)) {
      if (taken.length === limit) return { rows: taken, more: true };
      taken.push(row);
    }
    return { rows: taken, more: false };
  }, [value, toggled, limit]);
  const toggle = (row: JsonRow) => setToggled(new Map(toggled).set(row.id, row.kind === "closed"));
  return (
    <fieldset className={classes.view} aria-label={label}>
      {rows.map((row) => (
        <div key={row.id} className={classes.line} style={{ paddingInlineStart: `${row.depth * 1.1}rem` }}>
          <Line t={t} row={row} onToggle={() => toggle(row)} />
        </div>
      ))}
      {more && (
        <button type="button" className={classes.more} onClick={() => setLimit(limit + page * 2)}>
          {t("json.more")}
        </button>
      )}
    </fieldset>
  );
}

interface LineProps {
  /** Handed in: a subscription to the language for each of a thousand lines costs more than drawing them. */
  readonly t: TFunction<"ui">;
  readonly row: JsonRow;
  readonly onToggle: () => void;
}

function Line({ t, row, onToggle }: LineProps) {
  const comma = row.last ? "" : ",";
  const [opening, closing] = row.bracket === "[]" ? ["[", "]"] : ["{", "}"];
  if (row.kind === "end") {
    return (
      <span className={classes.mark}>
        {closing}
        {comma}
      </span>
    );
  }
  const name = row.name === null ? null : <Name name={row.name} />;
  if (row.kind === "value") {
    return (
      <>
        {name}
        <Value t={t} value={row.value} />
        <span className={classes.mark}>{comma}</span>
      </>
    );
  }
  const open = row.kind === "open";
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <>
      {row.count > 0 && (
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={open}
          aria-label={t(open ? "json.close" : "json.open", { name: String(row.name ?? "JSON") })}
          onClick={onToggle}
        >
          <Chevron size={13} aria-hidden />
        </button>
      )}
      {name}
      <span className={classes.mark}>
        {open ? opening : row.count === 0 ? `${opening}${closing}${comma}` : opening}
      </span>
      {!open && row.count > 0 && (
        <>
          <button type="button" className={classes.count} onClick={onToggle} tabIndex={-1}>
            {t(row.bracket === "[]" ? "json.items" : "json.fields", { count: row.count })}
          </button>
          <span className={classes.mark}>
            {closing}
            {comma}
          </span>
        </>
      )}
    </>
  );
}

function Name({ name }: { name: string | number }) {
  return (
    <>
      <span className={typeof name === "number" ? classes.index : classes.key}>
        {typeof name === "number" ? name : JSON.stringify(name)}
      </span>
      <span className={classes.mark}>: </span>
    </>
  );
}

function Value({ t, value }: { readonly t: TFunction<"ui">; readonly value: unknown }) {
  const [whole, setWhole] = useState(false);
  const text = JSON.stringify(value) ?? "null";
  const kind = value === null ? "null" : typeof value;
  return (
    <span className={classes.value} data-kind={kind}>
      {whole || text.length <= longText ? text : `${text.slice(0, longText)}…`}
      {!whole && text.length > longText && (
        <button type="button" className={classes.count} onClick={() => setWhole(true)}>
          {t("json.wholeText", { count: text.length })}
        </button>
      )}
    </span>
  );
}
