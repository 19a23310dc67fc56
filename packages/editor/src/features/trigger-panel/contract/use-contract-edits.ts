import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { useMemo } from "react";
import { useOpenDocumentStore } from "../../../document/open-document-context.ts";
import { listOf, objectOf, withField } from "../../../document/trigger-config.ts";
import { orNone, triggerFields } from "../../../document/trigger-fields.ts";

export interface ContractEdits {
  /** `undefined` takes the schema away. */
  readonly setSchema: (schema: Json | undefined) => void;
  readonly setPublic: (isPublic: boolean) => void;
  readonly setDescription: (text: string) => void;
  readonly setOnTimeout: (answer: "504" | "202") => void;
  /** As one step of the history. */
  readonly addVariables: (variables: readonly JsonObject[]) => void;
  readonly endGroup: () => void;
}

/** All that is done to the contract with the sender; each call is one operation. */
export function useContractEdits(): ContractEdits {
  const store = useOpenDocumentStore();
  return useMemo(() => {
    const { config, put } = triggerFields(store);
    const putDocs = (field: string, value: Json | undefined) => {
      const { description } = withField(objectOf(config().docs), field, value);
      const isPublic = field === "public" ? value === true : objectOf(config().docs).public === true;
      const docs = { public: isPublic, ...(description === undefined ? {} : { description }) };
      const empty = !isPublic && description === undefined;
      put({ docs: empty ? undefined : docs }, "trigger.docs", `trigger docs.${field}`);
    };
    return {
      setSchema: (schema) =>
        put(
          { contract: schema === undefined ? undefined : { schema } },
          "trigger.contract",
          "trigger contract",
        ),
      setPublic: (isPublic) => putDocs("public", isPublic),
      setDescription: (text) => putDocs("description", text === "" ? undefined : text),
      setOnTimeout: (answer) => {
        const sync = withField(objectOf(config().sync), "onTimeout", answer === "504" ? undefined : answer);
        put({ sync: orNone(sync) }, "trigger.answer");
      },
      addVariables: (variables) =>
        store.edit(
          { op: "set-trigger", set: { variables: [...listOf(config().variables), ...variables] } },
          { label: { key: "trigger.takeOver", values: { count: variables.length } } },
        ),
      endGroup: store.endGroup,
    };
  }, [store]);
}
