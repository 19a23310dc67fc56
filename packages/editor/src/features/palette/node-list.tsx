import { TextInput } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import type { NodeDefinition } from "@sluice/workflow/node-contract";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../node-card/use-language.ts";
import { NodeIcon } from "../node-icon/node-icon.tsx";
import { findNodeTypes } from "./node-search.ts";
import classes from "./palette.module.css";

/** What a dragged node type is called in a drag's data. */
export const dragType = "application/x-sluice-node-type";

export interface NodeListProps {
  readonly onPick: (type: string) => void;
  readonly onLeave?: () => void;
  readonly draggable?: boolean;
  readonly autoFocus?: boolean;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
}

/** Node types with a search field: a combobox for the keyboard, a list to click or drag from for the pointer. */
export function NodeList({ onPick, onLeave, draggable = false, autoFocus = false, inputRef }: NodeListProps) {
  const { t } = useTranslation("canvas");
  const language = useLanguage();
  const listId = useId();
  const [search, setSearch] = useState("");
  const [active, setActive] = useState(0);
  const [focused, setFocused] = useState(autoFocus);
  const found = findNodeTypes(definitions, search, language);
  const current = found[Math.min(active, found.length - 1)];
  const optionId = (type: string) => `${listId}-${type}`;

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setActive((active + step + found.length) % found.length);
    } else if (event.key === "Enter" && current) {
      event.preventDefault();
      onPick(current.type);
    } else if (event.key === "Escape" && onLeave) {
      event.stopPropagation();
      onLeave();
    }
  };

  return (
    <div className={classes.list}>
      <TextInput
        ref={inputRef ?? null}
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
        aria-activedescendant={current ? optionId(current.type) : undefined}
      />
      <div role="listbox" id={listId} aria-label={t("palette.label")} className={classes.options}>
        {found.map((type, index) => (
          <Option
            key={type.type}
            id={optionId(type.type)}
            type={type}
            heading={
              search === "" && found[index - 1]?.kind !== type.kind ? t(`kinds.${type.kind}`) : undefined
            }
            active={focused && type === current}
            draggable={draggable}
            title={type.title[language]}
            summary={type.summary[language]}
            onHover={() => setActive(index)}
            onPick={() => onPick(type.type)}
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

interface OptionProps {
  readonly id: string;
  readonly type: NodeDefinition;
  readonly heading: string | undefined;
  readonly active: boolean;
  readonly draggable: boolean;
  readonly title: string;
  readonly summary: string;
  readonly onHover: () => void;
  readonly onPick: () => void;
}

function Option({ id, type, heading, active, draggable, title, summary, onHover, onPick }: OptionProps) {
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
        data-kind={type.kind}
        data-active={active || undefined}
        draggable={draggable}
        onDragStart={(event) => {
          event.dataTransfer.setData(dragType, type.type);
          event.dataTransfer.effectAllowed = "copy";
        }}
        onMouseEnter={onHover}
        onClick={onPick}
      >
        <span className={classes.tile}>
          <NodeIcon name={type.icon} size={17} />
        </span>
        <span className={classes.words}>
          <span className={classes.title}>{title}</span>
          <span className={classes.summary}>{summary}</span>
        </span>
      </div>
    </>
  );
}
