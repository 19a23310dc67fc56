import type { Delivery } from "@sluice/api/schemas";
import { useCallback } from "react";
import { exampleOf } from "../../api/example-of.ts";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { readTrigger } from "../../document/trigger-config.ts";
import { useVariableEdits } from "../variables/use-variable-edits.ts";

/** Makes a delivery the example of the open draft, its variables merged: one step of the history. */
export function useTakeExample() {
  const store = useOpenDocumentStore();
  const { parse } = useVariableEdits();
  return useCallback(
    (delivery: Pick<Delivery, "request">) => {
      const { accept } = readTrigger(store.getState().document.trigger.config);
      return parse({ ...exampleOf(delivery), accept });
    },
    [store, parse],
  );
}
