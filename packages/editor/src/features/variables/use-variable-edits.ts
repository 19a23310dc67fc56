import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { unfollowedReferences } from "@sluice/workflow/operations";
import { useMemo } from "react";
import type { StepLabel } from "../../document/history.ts";
import { type ExampleTexts, type Merged, mergeExamples } from "../../document/merge-examples.ts";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { listOf, objectOf, withField } from "../../document/trigger-config.ts";
import { useTellUnfollowed } from "../problems/use-tell-unfollowed.ts";

export interface VariableEdits {
  /** Changes fields of the variable at a place of the list; `undefined` takes a field out. */
  readonly change: (at: number, fields: Readonly<Record<string, Json | undefined>>, group?: string) => void;
  /** Gives a variable another path and remembers the one it was parsed with, by which parsing finds it again. */
  readonly changePath: (at: number, path: string) => void;
  /** Changes the key and rewrites every reference to it. The new key must be free and well formed. */
  readonly rename: (from: string, to: string) => void;
  readonly add: (variable: JsonObject) => void;
  readonly remove: (places: readonly number[]) => void;
  /** Parses the texts, or a command, keeps them as examples and merges the variables, as one step. */
  readonly parse: (given: ExampleTexts & { curl?: string }) => Merged;
  readonly endGroup: () => void;
}

/** All that is done to the trigger's variables; each call is one step of the history. */
export function useVariableEdits(): VariableEdits {
  const store = useOpenDocumentStore();
  const tell = useTellUnfollowed();
  return useMemo(() => {
    const config = (): JsonObject => store.getState().document.trigger.config;
    const variables = () => listOf(config().variables);
    const put = (next: readonly Json[], label: StepLabel, group?: string) =>
      store.edit(
        { op: "set-trigger", set: { variables: [...next] } },
        { label, ...(group === undefined ? {} : { group }) },
      );
    const change: VariableEdits["change"] = (at, fields, group) => {
      let next = objectOf(variables()[at]);
      for (const [field, value] of Object.entries(fields)) next = withField(next, field, value);
      put(
        [...variables()].with(at, next),
        { key: "trigger.changeVariable", values: { name: nameOf(next) } },
        group,
      );
    };
    return {
      change,
      changePath: (at, path) => {
        const { path: before, parsedPath } = objectOf(variables()[at]);
        const parsed = typeof parsedPath === "string" ? parsedPath : before;
        change(at, { path, parsedPath: parsed === path ? undefined : parsed });
      },
      rename: (from, to) => {
        const left = unfollowedReferences(store.getState().document, { kind: "variable", key: from });
        store.edit(
          { op: "rename-variable", from, to },
          { label: { key: "trigger.renameVariable", values: { name: to } } },
        );
        tell({ left, from, to });
      },
      add: (variable) =>
        put([...variables(), variable], { key: "trigger.addVariable", values: { name: nameOf(variable) } }),
      remove: (places) => {
        const gone = new Set(places);
        const names = variables()
          .filter((_, at) => gone.has(at))
          .map((one) => nameOf(objectOf(one)));
        const [only] = names;
        put(
          variables().filter((_, at) => !gone.has(at)),
          names.length === 1 && only !== undefined
            ? { key: "trigger.removeVariable", values: { name: only } }
            : { key: "trigger.removeVariables", values: { count: names.length } },
        );
      },
      parse: (given) => {
        const merged = mergeExamples(given, variables());
        const examples: JsonObject = { ...objectOf(config().examples), ...merged.texts };
        store.edit(
          { op: "set-trigger", set: { variables: [...merged.variables], examples } },
          { label: { key: "trigger.parse" } },
        );
        return merged;
      },
      endGroup: store.endGroup,
    };
  }, [store, tell]);
}

function nameOf({ key }: JsonObject): string {
  return typeof key === "string" ? key : "";
}
