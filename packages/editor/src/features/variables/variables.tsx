import { Button, Group, Modal, TextInput } from "@mantine/core";
import type { VariableSource } from "@sluice/workflow/document";
import { IconPlus, IconSearch, IconTable } from "@tabler/icons-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ExampleReading, stateOf } from "../../document/merge-examples.ts";
import type { DraftVariable } from "../../document/trigger-config.ts";
import { AddVariable } from "./add-variable.tsx";
import { rowIds } from "./row-ids.ts";
import { useGrowingList } from "./use-growing-list.ts";
import { useVariableEdits } from "./use-variable-edits.ts";
import { VariableItem } from "./variable-item.tsx";
import classes from "./variables.module.css";
import { VariablesTable } from "./variables-table.tsx";

export interface VariablesSectionProps {
  readonly variables: readonly DraftVariable[];
  readonly reading: ExampleReading;
  /** Keys that came with the last parsing. */
  readonly added: ReadonlySet<string>;
  /** Where a variable may come from; left out: any part of a request. */
  readonly sources?: readonly VariableSource[];
}

/** From this many variables on there is a search field. */
const searchFrom = 9;

/** The variables of the trigger: a list whose lines open, and the same as a wide table. */
export function VariablesSection({ variables, reading, added, sources }: VariablesSectionProps) {
  const { t } = useTranslation("variables");
  const edits = useVariableEdits();
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<number | null>(null);
  const [adding, setAdding] = useState(false);
  const [asTable, setAsTable] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const latest = useRef(variables);
  latest.current = variables;
  const otherKeys = useCallback(
    (at: number) => latest.current.flatMap(({ key }, place) => (place === at ? [] : [key])),
    [],
  );
  const toggle = useCallback((at: number) => setOpen((now) => (now === at ? null : at)), []);
  const duplicates = useMemo(() => duplicatesIn(variables), [variables]);
  const vanished = useMemo(
    () => variables.flatMap((variable, at) => (stateOf(variable, reading).kind === "vanished" ? [at] : [])),
    [variables, reading],
  );
  const wanted = search.trim().toLowerCase();
  const ids = useMemo(() => rowIds(variables), [variables]);
  const shown = variables.flatMap((variable, at) =>
    matches(variable, wanted) ? [{ variable, at, id: ids[at] ?? String(at) }] : [],
  );

  const { limit, end } = useGrowingList<HTMLLIElement>(shown.length);

  return (
    <>
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          aria-expanded={adding}
          onClick={() => setAdding(!adding)}
        >
          {t("add.open")}
        </Button>
        {variables.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconTable size={14} aria-hidden />}
            onClick={() => setAsTable(true)}
          >
            {t("table.open")}
          </Button>
        )}
      </Group>
      {adding && (
        <AddVariable
          variables={variables}
          reading={reading}
          edits={edits}
          onDone={() => setAdding(false)}
          {...(sources ? { sources } : {})}
        />
      )}
      {vanished.length > 0 && (
        <div className={classes.vanished} role="status">
          <span>{t("vanished", { count: vanished.length })}</span>
          <Button size="compact-xs" variant="default" onClick={() => edits.remove(vanished)}>
            {t("removeVanished")}
          </Button>
        </div>
      )}
      {variables.length >= searchFrom && (
        <TextInput
          size="xs"
          aria-label={t("search")}
          placeholder={t("search")}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {variables.length === 0 ? (
        <p className={classes.none}>{t(sources ? "noneByHand" : "none")}</p>
      ) : shown.length === 0 ? (
        <p className={classes.none}>{t("noMatch")}</p>
      ) : (
        <ul
          ref={list}
          className={classes.list}
          aria-label={t("title")}
          onKeyDown={(event) => moveFocus(event, list.current)}
        >
          {shown.slice(0, limit).map(({ variable, at, id }) => (
            <VariableItem
              key={id}
              variable={variable}
              at={at}
              edits={edits}
              reading={reading}
              added={added.has(variable.key)}
              duplicate={duplicates.has(variable.key)}
              open={open === at}
              otherKeys={otherKeys}
              onToggle={toggle}
            />
          ))}
          {limit < shown.length && <li ref={end} className={classes.end} aria-hidden />}
        </ul>
      )}
      <Modal
        opened={asTable}
        onClose={() => setAsTable(false)}
        size="min(92rem, 96vw)"
        title={t("table.title")}
      >
        <VariablesTable
          variables={variables}
          reading={reading}
          added={added}
          edits={edits}
          otherKeys={otherKeys}
        />
      </Modal>
    </>
  );
}

function matches({ key, path, alias = "" }: DraftVariable, wanted: string): boolean {
  return wanted === "" || `${key} ${path} ${alias}`.toLowerCase().includes(wanted);
}

function duplicatesIn(variables: readonly DraftVariable[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { key } of variables) {
    if (seen.has(key)) twice.add(key);
    seen.add(key);
  }
  return twice;
}

/** Up and Down go from line to line. */
function moveFocus(event: React.KeyboardEvent, list: HTMLElement | null): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const lines = [...(list?.querySelectorAll<HTMLElement>("button[aria-expanded]") ?? [])];
  const at = lines.findIndex((line) => line.contains(event.target as Node));
  if (at === -1) return;
  event.preventDefault();
  lines[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
}
