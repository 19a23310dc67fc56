import type { Json } from "@sluice/workflow/node-contract";
import { useMemo } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { objectOf, withField } from "../../document/trigger-config.ts";
import { orNone, triggerFields } from "../../document/trigger-fields.ts";

export interface StationEdits {
  /** Sets a field of the config; undefined takes it out. */
  readonly set: (field: "filter" | "dedupe" | "whenPaused" | "keep", value: Json | undefined) => void;
  readonly setFilter: (field: "when" | "answer", value: Json | undefined) => void;
  readonly setFilterAnswer: (field: "status" | "kind" | "body", value: Json | undefined) => void;
  readonly setDedupe: (field: "key" | "windowSeconds" | "answer", value: Json) => void;
  /** Ends the step of the history that typing in a field makes. */
  readonly endGroup: () => void;
}

/** What is changed about filtering, duplicates, pausing and keeping; each call is one operation. */
export function useStationEdits(): StationEdits {
  const store = useOpenDocumentStore();
  return useMemo(() => {
    const { config, put: putFields } = triggerFields(store);
    const put = (
      field: "filter" | "dedupe" | "whenPaused" | "keep",
      value: Json | undefined,
      group?: string,
    ) => putFields({ [field]: value }, `trigger.${field}`, group);
    const setFilter: StationEdits["setFilter"] = (field, value) =>
      put("filter", withField(objectOf(config().filter), field, value), `trigger filter.${field}`);
    return {
      set: (field, value) => put(field, value),
      setFilter,
      setFilterAnswer: (field, value) => {
        const next = withField(objectOf(objectOf(config().filter).answer), field, value);
        setFilter("answer", orNone(next));
      },
      setDedupe: (field, value) =>
        put("dedupe", { ...objectOf(config().dedupe), [field]: value }, `trigger dedupe.${field}`),
      endGroup: store.endGroup,
    };
  }, [store]);
}
