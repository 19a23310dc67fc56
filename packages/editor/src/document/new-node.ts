import { operationsOf } from "@sluice/workflow/connectors";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { type JsonObject, operationFieldSchema } from "@sluice/workflow/node-contract";

/** What a palette gives: a node of a type, with a name and a part of its config where it is more than that. */
export interface NewNode {
  readonly type: string;
  readonly name?: string;
  readonly config?: JsonObject;
}

/**
 * The config of a node that was made from a connector's operation, with the credential that other nodes of the connector have
 * here, if they all have the same one.
 */
export function withSharedCredential(document: WorkflowDocument, config: JsonObject): JsonObject {
  const made = operationFieldSchema.safeParse(config.operation);
  if (!made.success || config.credential !== undefined) return config;
  const others = operationsOf(document).filter(({ connector }) => connector === made.data.connector);
  const credentials = new Map(
    others.flatMap(({ node }) => {
      const credential = document.nodes[node]?.config.credential;
      return credential === undefined ? [] : [[JSON.stringify(credential), credential] as const];
    }),
  );
  const [only] = credentials.values();
  return only === undefined || credentials.size > 1 ? config : { ...config, credential: only };
}
