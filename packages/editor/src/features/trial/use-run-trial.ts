import type { TrialInput, TrialSource } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { useCallback } from "react";
import { client } from "../../api/client.ts";
import { exampleScope } from "../../document/example-scope.ts";
import { useOpenWorkflow } from "../../document/open-document-context.ts";
import { savedDraft } from "../../document/saved-draft.ts";
import { type DataSource, useTrial } from "./use-trial.ts";

export interface Attempt {
  readonly node: string;
  readonly mode: TrialInput["mode"];
  /** Keys of nodes that are to reach outside for real: a person has just said so of each. */
  readonly outside?: readonly string[];
}

/** Saves the draft and tries a node on the data that is chosen. What comes of it stands in `useTrial`. */
export function useRunTrial(): (attempt: Attempt) => Promise<void> {
  const open = useOpenWorkflow();
  return useCallback(
    async ({ node, mode, outside = [] }) => {
      const { begin, end, source, running } = useTrial.getState();
      if (running !== null) return;
      begin(node);
      try {
        const id = await savedDraft(open);
        const { document } = open.store.getState();
        const sent = sourceOf(source, document, id);
        end({ trial: await client.trials.run({ id, node, mode, source: sent, outside: [...outside] }) });
      } catch (error) {
        end({ error });
      }
    },
    [open],
  );
}

function sourceOf(source: DataSource, document: WorkflowDocument, workflowId: string): TrialSource {
  if (source.from !== "example") return { from: source.from, id: source.id };
  const { request = {} } = exampleScope(document, workflowId);
  const { body, query, headers } = request;
  const texts = Object.entries((headers ?? {}) as JsonObject).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  return {
    from: "request",
    ...(body === undefined ? {} : { body }),
    query: (query ?? {}) as JsonObject,
    headers: Object.fromEntries(texts),
  };
}
