import { ActionIcon, Button, NumberInput, Select, Switch, TextInput } from "@mantine/core";
import type { Escape, Json } from "@sluice/workflow/node-contract";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useDraft } from "../../ui/use-draft.ts";
import { useListFocus } from "../../ui/use-list-focus.ts";
import { ExpressionField } from "../expression-field/expression-field.tsx";
import {
  asKind,
  type JsonKind,
  type JsonPath,
  jsonKinds,
  kindOf,
  pathText,
  withName,
  withOneMore,
  withoutPart,
  withPart,
} from "./json-edits.ts";
import classes from "./json-field.module.css";

export interface JsonTreeProps {
  readonly value: Json;
  /** Name of the field: whose value this is. */
  readonly label: string;
  readonly escape?: Escape | undefined;
  readonly onChange: (value: Json) => void;
  /** Ends the step of the history that typing makes. */
  readonly onBlur: () => void;
}

/** A JSON value as a tree: fields are added, named, typed and taken away; texts are templates and stay values. */
export function JsonTree({ value, label, escape: escaping, onChange, onBlur }: JsonTreeProps) {
  const step = (next: Json) => {
    onBlur();
    onChange(next);
    onBlur();
  };
  const tree: Tree = {
    escaping,
    type: (path, part) => onChange(withPart(value, path, part)),
    set: (path, part) => step(withPart(value, path, part)),
    rename: (path, name) => step(withName(value, path, name)),
    remove: (path) => step(withoutPart(value, path)),
    add: (path, name) => step(withOneMore(value, path, name)),
    onBlur,
  };
  return (
    <fieldset className={classes.tree} aria-label={label}>
      <Part tree={tree} path={[]} part={value} taken={noNames} />
    </fieldset>
  );
}

/** What can be done to a part. `type` is one key stroke of many, the others are a step of the history each. */
interface Tree {
  readonly escaping: Escape | undefined;
  readonly type: (path: JsonPath, part: Json) => void;
  readonly set: (path: JsonPath, part: Json) => void;
  readonly rename: (path: JsonPath, name: string) => void;
  readonly remove: (path: JsonPath) => void;
  readonly add: (path: JsonPath, name: string) => void;
  readonly onBlur: () => void;
}

interface PartProps {
  readonly tree: Tree;
  readonly path: JsonPath;
  readonly part: Json;
  /** Names of the fields beside it, its own among them. */
  readonly taken: readonly string[];
  /** It is about to be taken away. */
  readonly onRemove?: () => void;
}

const noNames: readonly string[] = [];

function Part({ tree, path, part, taken, onRemove }: PartProps) {
  const { t } = useTranslation("inspector");
  const step = path.at(-1);
  const place = path.length === 0 ? t("tree.whole") : pathText(path);
  const kind = kindOf(part);
  return (
    <>
      <div className={classes.row}>
        {typeof step === "string" && (
          <NameField
            name={step}
            label={t("tree.name", { place })}
            taken={taken}
            onRename={(name) => tree.rename(path, name)}
          />
        )}
        {typeof step === "number" && <span className={classes.index}>{step}</span>}
        <Select
          size="xs"
          w={104}
          aria-label={t("tree.kind", { place })}
          allowDeselect={false}
          data={jsonKinds.map((one) => ({ value: one, label: t(`tree.kinds.${one}`) }))}
          value={kind}
          onChange={(next) => next !== null && tree.set(path, asKind(part, next as JsonKind))}
        />
        {path.length > 0 && (
          <ActionIcon
            size="sm"
            className={classes.remove ?? ""}
            aria-label={t("tree.remove", { place })}
            onClick={() => {
              onRemove?.();
              tree.remove(path);
            }}
          >
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <Leaf tree={tree} path={path} part={part} label={t("tree.value", { place })} />
      {typeof part === "object" && part !== null && (
        <Body tree={tree} path={path} part={part} place={place} />
      )}
    </>
  );
}

function Leaf({ tree, path, part, label }: Omit<PartProps, "taken"> & { label: string }) {
  if (typeof part === "string") {
    return (
      <ExpressionField
        value={part}
        label={label}
        escape={tree.escaping}
        onChange={(text) => tree.type(path, text)}
        onBlur={tree.onBlur}
      />
    );
  }
  if (typeof part === "number") {
    return (
      <NumberInput
        size="xs"
        hideControls
        aria-label={label}
        value={part}
        onChange={(next) => typeof next === "number" && tree.type(path, next)}
        onBlur={tree.onBlur}
      />
    );
  }
  if (typeof part === "boolean") {
    return (
      <Switch
        size="sm"
        aria-label={label}
        label={String(part)}
        checked={part}
        onChange={(event) => tree.set(path, event.currentTarget.checked)}
      />
    );
  }
  return null;
}

function Body({
  tree,
  path,
  part,
  place,
}: Omit<PartProps, "taken"> & { part: NonNullable<Json> & object; place: string }) {
  const { t } = useTranslation("inspector");
  const isList = Array.isArray(part);
  const entries: [string | number, Json][] = isList ? [...part.entries()] : Object.entries(part);
  const names = isList ? noNames : Object.keys(part);
  const { root, focusAt } = useListFocus<HTMLDivElement>();
  return (
    <div className={classes.body} ref={root}>
      <ul className={classes.parts} aria-label={t("tree.parts", { place })}>
        {entries.map(([step, child], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is written; the place stays
          <li key={index} data-entry>
            <Part
              {...{ tree, path: [...path, step], part: child, taken: names }}
              onRemove={() => focusAt(index)}
            />
          </li>
        ))}
      </ul>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        aria-label={t(isList ? "tree.addItemTo" : "tree.addFieldTo", { place })}
        data-add
        onClick={() => {
          focusAt(entries.length);
          tree.add(path, t("map.newName"));
        }}
      >
        {t(isList ? "tree.addItem" : "tree.addField")}
      </Button>
    </div>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly label: string;
  readonly taken: readonly string[];
  readonly onRename: (name: string) => void;
}

/** The name is taken over when the field is left: half a name must not collide with another on the way. */
function NameField({ name, label, taken, onRename }: NameFieldProps) {
  const { t } = useTranslation("inspector");
  const { text, problem, onChange, ...events } = useDraft({
    value: name,
    problemOf: (wanted) =>
      wanted !== name && (wanted === "" || wanted === "__proto__" || taken.includes(wanted))
        ? t("map.taken")
        : null,
    commit: onRename,
  });
  return (
    <TextInput
      size="xs"
      className={classes.name ?? ""}
      {...events}
      value={text}
      aria-label={label}
      error={problem}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
