import { parentPort, workerData } from "node:worker_threads";
import { type OpenApiGiven, type ReadOpenApi, readOpenApi } from "./read-openapi.ts";
import type { RefusedIssue } from "./refused.ts";
import { RefusedDocument } from "./refused.ts";

/** What the thread says in the end. */
export type ReadAnswer =
  | { readonly kind: "read"; readonly read: ReadOpenApi }
  | { readonly kind: "refused"; readonly issues: readonly RefusedIssue[] };

async function answer(): Promise<ReadAnswer> {
  try {
    return { kind: "read", read: await readOpenApi(workerData as OpenApiGiven) };
  } catch (error) {
    if (error instanceof RefusedDocument) return { kind: "refused", issues: error.issues };
    throw error;
  }
}

parentPort?.postMessage(await answer());
