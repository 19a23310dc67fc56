import { Modal, TextInput } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { definitionOf } from "../../document/ports.ts";
import { selectSubject } from "../../document/subject.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useNodeName } from "../node-card/use-node-name.ts";
import { NodeIcon } from "../node-icon/node-icon.tsx";
import classes from "./command-palette.module.css";
import type { Opener } from "./command-palette.tsx";
import { rowOf } from "./command-table.ts";
import { findEntries, type PaletteEntry, paletteEntries, shownEntries } from "./palette-entries.ts";
import { canRun, runCommand, useCommandTexts } from "./use-commands.ts";

/** Finds a command, a node or a node type by words, and does it, goes there or adds it. */
export function PaletteDialog({ opener, onClose }: { opener: Opener; onClose: () => void }) {
  const { t } = useTranslation("commands");
  const texts = useCommandTexts();
  const language = useLanguage();
  const store = useOpenDocumentStore();
  const nameOf = useNodeName();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState("");
  const [active, setActive] = useState(0);
  const [entries] = useState(() => {
    const { document } = store.getState();
    return paletteEntries({
      ...{ document, types: definitions, language, labelOf: texts.label, nameOf },
      canRun: (id) => canRun(id, opener),
    });
  });
  const found = useMemo(() => findEntries(entries, search), [entries, search]);
  const shown = found.slice(0, shownEntries);
  const at = Math.min(active, Math.max(0, shown.length - 1));
  const optionId = (index: number) => `${listId}-${index}`;

  useEffect(() => {
    list.current?.querySelector(`[data-index="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const choose = (entry: PaletteEntry) => {
    onClose();
    if (entry.kind === "command") runCommand(entry.id, opener);
    else if (entry.kind === "add") runCommand("addNode", { ...opener, type: entry.type });
    else if (entry.subject.kind === "node") {
      const { key } = entry.subject;
      store.select(selectSubject(entry.subject));
      store.focusOn({ at: key === "trigger" ? ["trigger"] : ["nodes", key] });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    const entry = shown[at];
    if (step !== undefined && shown.length > 0) {
      event.preventDefault();
      const next = at + step;
      const turned = Math.abs(step) === 1 ? (next + shown.length) % shown.length : next;
      setActive(Math.max(0, Math.min(shown.length - 1, turned)));
    } else if (event.key === "Enter" && entry) {
      event.preventDefault();
      choose(entry);
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      returnFocus={false}
      transitionProps={{ duration: 0 }}
      yOffset="12vh"
      centered={false}
      size="lg"
      padding={0}
      aria-label={t("palette.title")}
      classNames={{ body: classes.palette ?? "" }}
    >
      <TextInput
        size="md"
        variant="unstyled"
        data-autofocus
        value={search}
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.placeholder")}
        leftSection={<IconSearch size={18} aria-hidden />}
        classNames={{ root: classes.search ?? "" }}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={shown.length > 0 ? optionId(at) : undefined}
      />
      <div ref={list} role="listbox" id={listId} aria-label={t("palette.results")} className={classes.list}>
        {shown.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field that points here handles the keys
          // biome-ignore lint/a11y/useFocusableInteractive: an option of a combobox never takes the focus
          <div
            key={keyOf(entry)}
            role="option"
            id={optionId(index)}
            data-index={index}
            aria-selected={index === at}
            data-active={index === at || undefined}
            className={classes.option}
            onMouseMove={() => setActive(index)}
            onClick={() => choose(entry)}
          >
            <EntryIcon entry={entry} />
            <span className={classes.words}>
              <span>{t(`palette.${entry.kind}`, { label: entry.label })}</span>
              {entry.kind !== "command" && <span className={classes.detail}>{entry.detail}</span>}
            </span>
            {entry.kind === "command" && texts.keys(entry.id) !== "" && (
              <kbd className={classes.keys}>{texts.keys(entry.id)}</kbd>
            )}
          </div>
        ))}
      </div>
      <p className={classes.count} role="status">
        {found.length === 0
          ? t("palette.nothing", { search })
          : found.length > shown.length
            ? t("palette.more", { count: found.length - shown.length })
            : search.trim() === ""
              ? t("palette.hint")
              : t("palette.found", { count: found.length })}
      </p>
    </Modal>
  );
}

function keyOf(entry: PaletteEntry): string {
  if (entry.kind === "command") return entry.id;
  return entry.kind === "add" ? `add ${entry.type}` : `go ${entry.detail}`;
}

function EntryIcon({ entry }: { entry: PaletteEntry }) {
  const store = useOpenDocumentStore();
  if (entry.kind === "command") {
    const { icon: Icon } = rowOf(entry.id);
    return <Icon size={17} stroke={1.75} aria-hidden />;
  }
  const key = entry.kind === "go" && entry.subject.kind === "node" ? entry.subject.key : "";
  const type = entry.kind === "add" ? entry.type : store.getState().document.nodes[key]?.type;
  return <NodeIcon name={type === undefined ? "webhook" : definitionOf(definitions, type)?.icon} size={17} />;
}
