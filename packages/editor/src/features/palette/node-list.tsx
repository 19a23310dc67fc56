import { TextInput } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import { type Language, type OperationField, operationFieldSchema } from "@sluice/workflow/node-contract";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type DragEvent, type KeyboardEvent, type RefObject, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import type { NewNode } from "../../document/new-node.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { NodeIcon } from "../node-icon/node-icon.tsx";
import { findNodeTypes } from "./node-search.ts";
import { searchOperations } from "./operation-search.ts";
import classes from "./palette.module.css";
import { useOperationNode } from "./use-operation-node.ts";

/** What a dragged node type is called in a drag's data. */
export const dragType = "application/x-sluice-node-type";
/** The operation that a dragged `http` node is to be made from, as JSON. */
export const operationDragType = "application/x-sluice-operation";

/** What a drag carries of an operation; undefined: nothing that is one. */
export function readDraggedOperation(data: string): OperationField | undefined {
  if (data === "") return undefined;
  try {
    return operationFieldSchema.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

export interface NodeListProps {
  /** Whether a type is offered; left out: all are. */
  readonly fits?: ((type: string) => boolean) | undefined;
  readonly onPick: (node: NewNode) => void;
  readonly onLeave?: () => void;
  readonly draggable?: boolean;
  readonly autoFocus?: boolean;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
}

/** Node types, and operations of connectors by search, with a search field: a combobox for the keyboard, a list to click or drag from for the pointer. */
export function NodeList({
  onPick,
  onLeave,
  fits = everyType,
  draggable = false,
  autoFocus = false,
  inputRef,
}: NodeListProps) {
  const { t } = useTranslation("canvas");
  const language = useLanguage();
  const listId = useId();
  const [search, setSearch] = useState("");
  const [active, setActive] = useState(0);
  const [focused, setFocused] = useState(autoFocus);
  const makeNode = useOperationNode();
  const { data } = useQuery(
    api.connectors.operations.queryOptions({ input: {}, enabled: search.trim() !== "", staleTime: 30_000 }),
  );
  const found = useMemo(
    () => [
      ...typeEntries(search, language, (kind) => t(`kinds.${kind}`)).filter(({ type }) => fits(type)),
      ...operationEntries(data?.items ?? [], search),
    ],
    [search, language, data, t, fits],
  );
  const current = found[Math.min(active, found.length - 1)];
  const optionId = (key: string) => `${listId}-${key}`;
  const pick = ({ type, operation }: Entry) => {
    if (operation === undefined) onPick({ type });
    else void makeNode(operation).then((node) => node && onPick(node));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setActive((active + step + found.length) % found.length);
    } else if (event.key === "Enter" && current) {
      event.preventDefault();
      pick(current);
    } else if (event.key === "Escape" && onLeave) {
      event.stopPropagation();
      onLeave();
    }
  };

  return (
    <div className={classes.list}>
      <TextInput
        ref={inputRef ?? null}
        data-own-undo
        autoFocus={autoFocus}
        data-autofocus={autoFocus || undefined}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        placeholder={t("palette.search")}
        aria-label={t("palette.search")}
        leftSection={<IconSearch size={15} aria-hidden />}
        role="combobox"
        aria-expanded
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={current ? optionId(current.key) : undefined}
      />
      <div role="listbox" id={listId} aria-label={t("palette.label")} className={classes.options}>
        {found.map((entry, index) => (
          <Option
            key={entry.key}
            id={optionId(entry.key)}
            entry={entry}
            heading={entry.heading === found[index - 1]?.heading ? undefined : entry.heading}
            active={focused && entry === current}
            draggable={draggable}
            onHover={() => setActive(index)}
            onPick={() => pick(entry)}
          />
        ))}
      </div>
      {found.length === 0 && (
        <p className={classes.nothing} role="status">
          {t("palette.nothing", { search })}
        </p>
      )}
    </div>
  );
}

/** One line of the list. */
interface Entry {
  readonly key: string;
  readonly type: string;
  readonly operation?: OperationField;
  readonly kind: string;
  readonly icon: string | undefined;
  readonly title: string;
  readonly summary: string;
  readonly heading?: string;
}

const everyType = () => true;

function typeEntries(search: string, language: Language, kindName: (kind: string) => string): Entry[] {
  return findNodeTypes(definitions, search, language).map(({ type, kind, icon, title, summary }) => ({
    ...{ key: type, type, kind, icon, title: title[language], summary: summary[language] },
    ...(search === "" ? { heading: kindName(kind) } : {}),
  }));
}

function operationEntries(all: Parameters<typeof searchOperations>[0], search: string): Entry[] {
  const { type, kind, icon } = definitions.http;
  return searchOperations(all, search).map(({ connector, connectorName, id, method, path, summary }) => ({
    ...{ key: `${connector}/${id}`, type, kind, icon, operation: { connector, operation: id } },
    ...{ title: summary, summary: `${method} ${path}`, heading: connectorName },
  }));
}

interface OptionProps {
  readonly id: string;
  readonly entry: Entry;
  readonly heading: string | undefined;
  readonly active: boolean;
  readonly draggable: boolean;
  readonly onHover: () => void;
  readonly onPick: () => void;
}

function Option({ id, entry, heading, active, draggable, onHover, onPick }: OptionProps) {
  const onDragStart = ({ dataTransfer }: DragEvent) => {
    dataTransfer.setData(dragType, entry.type);
    if (entry.operation) dataTransfer.setData(operationDragType, JSON.stringify(entry.operation));
    dataTransfer.effectAllowed = "copy";
  };
  return (
    <>
      {heading !== undefined && (
        <div className={classes.heading} role="presentation">
          {heading}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field that points here handles the keys */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: an option of a combobox never takes the focus */}
      <div
        role="option"
        id={id}
        aria-selected={active}
        className={classes.option}
        data-kind={entry.kind}
        data-active={active || undefined}
        draggable={draggable}
        onDragStart={onDragStart}
        onMouseEnter={onHover}
        onClick={onPick}
      >
        <span className={classes.tile}>
          <NodeIcon name={entry.icon} size={17} />
        </span>
        <span className={classes.words}>
          <span className={classes.title}>{entry.title}</span>
          <span className={classes.summary}>{entry.summary}</span>
        </span>
      </div>
    </>
  );
}
