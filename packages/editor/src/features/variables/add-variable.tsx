import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { type VariableSource, variableSources } from "@sluice/workflow/document";
import { guessType, keysFor } from "@sluice/workflow/variables";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ExampleReading, stateOf } from "../../document/merge-examples.ts";
import type { DraftVariable } from "../../document/trigger-config.ts";
import type { VariableEdits } from "./use-variable-edits.ts";
import { useFieldProblem } from "./variable-fields.tsx";
import { problemOfPath } from "./variable-problems.ts";
import classes from "./variables.module.css";

export interface AddVariableProps {
  readonly variables: readonly DraftVariable[];
  readonly reading: ExampleReading;
  readonly edits: VariableEdits;
  readonly onDone: () => void;
  /** With a single one there is nothing to choose. */
  readonly sources?: readonly VariableSource[];
}

/** A variable by hand: where it comes from and its path; the key is made from them, the type from the example. */
export function AddVariable({
  variables,
  reading,
  edits,
  onDone,
  sources = variableSources,
}: AddVariableProps) {
  const { t } = useTranslation("variables");
  const say = useFieldProblem();
  const [from, setFrom] = useState<VariableSource>("body");
  const [path, setPath] = useState("");
  const [tried, setTried] = useState(false);
  const problem = tried || path !== "" ? problemOfPath(path.trim()) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = { from, path: path.trim() };
    setTried(true);
    if (problemOfPath(wanted.path) !== null) return;
    const [key = "value"] = keysFor([wanted], variables);
    const state = stateOf(wanted, reading);
    const type = state.kind === "present" ? guessType(state.example) : from === "body" ? "any" : "string";
    edits.add({ key, ...wanted, type, required: false });
    setPath("");
    setTried(false);
  };
  return (
    <form className={classes.add} onSubmit={submit} aria-label={t("add.title")}>
      <div className={classes.addFields}>
        {sources.length > 1 && (
          <NativeSelect
            label={t("field.from")}
            data={sources.map((value) => ({ value, label: t(`source.${value}`) }))}
            value={from}
            onChange={(event) => {
              const chosen = sources.find((source) => source === event.currentTarget.value);
              if (chosen) setFrom(chosen);
            }}
          />
        )}
        <TextInput
          label={t("field.path")}
          className={classes.mono ?? ""}
          placeholder={from === "headers" ? "x-request-id" : "customer.email"}
          value={path}
          error={say(problem)}
          maxLength={1000}
          spellCheck={false}
          data-autofocus
          autoFocus
          onChange={(event) => setPath(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            onDone();
          }}
        />
      </div>
      <Group gap="xs" justify="flex-end">
        <Button size="compact-sm" variant="default" onClick={onDone}>
          {t("add.done")}
        </Button>
        <Button size="compact-sm" type="submit">
          {t("add.submit")}
        </Button>
      </Group>
    </form>
  );
}
