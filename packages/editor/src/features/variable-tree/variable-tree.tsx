import { TextInput, VisuallyHidden } from "@mantine/core";
import { IconChevronRight, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { shortJson } from "../../document/short-json.ts";
import { filterVariables, type Variable } from "../../document/variables.ts";
import { useInsertTarget, variableDragType } from "../expression-field/use-insert-target.ts";
import classes from "./variable-tree.module.css";

/** Everything that the node can read: a click writes it at the caret of the last field, a drag drops it into any. */
export function VariableTree({ variables }: { variables: readonly Variable[] }) {
  const { t } = useTranslation("inspector");
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(["item", "trigger", "steps"]));
  const target = useInsertTarget((state) => state.target);
  const shown = useMemo(() => filterVariables(variables, search), [variables, search]);
  const toggle = (expression: string) => {
    const next = new Set(open);
    if (!next.delete(expression)) next.add(expression);
    setOpen(next);
  };

  return (
    <section className={classes.panel} aria-label={t("variables.title")}>
      <h3 className={classes.title}>{t("variables.title")}</h3>
      <TextInput
        size="xs"
        data-own-undo
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        placeholder={t("variables.search")}
        aria-label={t("variables.search")}
        leftSection={<IconSearch size={14} aria-hidden />}
      />
      <div className={classes.tree} role="tree" aria-label={t("variables.title")} onKeyDown={walk}>
        {shown.map((variable, index) => (
          <Branch
            key={variable.expression}
            variable={variable}
            level={1}
            open={search.trim() === "" ? open : null}
            first={index === 0}
            onToggle={toggle}
            onInsert={target?.insert}
          />
        ))}
      </div>
      {shown.length === 0 && <p className={classes.nothing}>{t("variables.nothing")}</p>}
      <p className={classes.nothing}>{t(target ? "variables.hint" : "variables.noField")}</p>
    </section>
  );
}

interface BranchProps {
  readonly variable: Variable;
  readonly level: number;
  /** Null: everything is open. */
  readonly open: ReadonlySet<string> | null;
  readonly first: boolean;
  readonly onToggle: (expression: string) => void;
  readonly onInsert: ((expression: string) => void) | undefined;
}

function Branch({ variable, level, open, first, onToggle, onInsert }: BranchProps) {
  const { t } = useTranslation("inspector");
  const { expression, name, alias, type, example, missing, children } = variable;
  const isOpen = children.length > 0 && (open === null || open.has(expression));
  const isRoot = level === 1 && children.length > 0;
  // A loop's element is a value as a whole; the other roots are only groups of values.
  const isGroup = isRoot && expression !== "item";
  const act = () => (isGroup || !onInsert ? onToggle(expression) : onInsert(expression));
  return (
    <>
      <div
        role="treeitem"
        aria-level={level}
        aria-selected={false}
        {...(children.length > 0 ? { "aria-expanded": isOpen } : {})}
        tabIndex={first ? 0 : -1}
        className={classes.item}
        style={{ paddingInlineStart: `${(level - 1) * 14 + 2}px` }}
        draggable={!isGroup}
        title={expression}
        onDragStart={(event) => {
          event.dataTransfer.setData(variableDragType, expression);
          event.dataTransfer.setData("text/plain", `{{ ${expression} }}`);
        }}
        onClick={act}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            act();
          } else if (event.key === "ArrowRight" && !isOpen) onToggle(expression);
          else if (event.key === "ArrowLeft" && isOpen) onToggle(expression);
        }}
      >
        {children.length > 0 ? (
          <IconChevronRight
            size={14}
            className={classes.chevron}
            data-open={isOpen || undefined}
            aria-hidden
            onClick={(event) => {
              event.stopPropagation();
              onToggle(expression);
            }}
          />
        ) : (
          <span className={classes.chevron} />
        )}
        <span className={classes.name}>{alias ?? name}</span>
        {missing && (
          <span className={classes.missing} title={t("variables.missingHelp")}>
            <span aria-hidden>?</span>
            <VisuallyHidden>{t("variables.missing")}</VisuallyHidden>
          </span>
        )}
        <span className={classes.more}>
          {alias ? name : example === undefined ? (isGroup ? "" : type) : shortJson(example)}
        </span>
      </div>
      {isOpen &&
        children.map((child) => (
          <Branch
            key={child.expression}
            variable={child}
            level={level + 1}
            open={open}
            first={false}
            onToggle={onToggle}
            onInsert={onInsert}
          />
        ))}
    </>
  );
}

/** Up and down between the items, as in every tree. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role='treeitem']")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[Math.max(0, Math.min(items.length - 1, at + step))]?.focus();
}
