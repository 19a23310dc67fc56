import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import type { StepKey } from "./history.ts";
import type { OpenDocumentStore } from "./open-document.ts";
import { objectOf, withField } from "./trigger-config.ts";

/** The config of the open workflow's trigger, field by field. */
export interface TriggerFields {
  readonly config: () => JsonObject;
  /**
   * Sets fields, all in one operation; `undefined` takes a field out. `label` names the step of the history, and steps
   * of one `group` that follow each other are one.
   */
  readonly put: (fields: Readonly<Record<string, Json | undefined>>, label: StepKey, group?: string) => void;
  /** Sets a field of one of the config's objects; an object that is empty then is left out. */
  readonly putInside: (object: string, field: string, value: Json | undefined, label: StepKey) => void;
}

export function triggerFields(store: OpenDocumentStore): TriggerFields {
  const config = (): JsonObject => store.getState().document.trigger.config;
  const put: TriggerFields["put"] = (fields, label, group) => {
    const set: Record<string, Json> = {};
    const unset: string[] = [];
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) unset.push(name);
      else set[name] = value;
    }
    store.edit(
      { op: "set-trigger", ...(unset.length > 0 ? { unset } : {}), set },
      { label: { key: label }, ...(group === undefined ? {} : { group }) },
    );
  };
  return {
    config,
    put,
    putInside: (object, field, value, label) => {
      const next = orNone(withField(objectOf(config()[object]), field, value));
      put({ [object]: next }, label, `trigger ${object}.${field}`);
    },
  };
}

/** What is left of an object of the config: nothing, when it has no field. */
export function orNone(object: JsonObject): JsonObject | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}
