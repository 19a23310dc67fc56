import { compileTree } from "@sluice/workflow/expressions";
import { NodeError } from "@sluice/workflow/node-contract";
import type { ExecutionInput } from "../stores/executions/store.ts";
import { failureOf } from "./step-failure.ts";

/** Which executions an execution would wait for cannot be told, so it is not run. A step that calls such a workflow fails with it. */
export class ConcurrencyKeyError extends NodeError {
  constructor(given: { workflowId: string; key: string; thrown: unknown }) {
    const { workflowId, key, thrown } = given;
    const { message } = failureOf(thrown).error;
    super({
      code: "concurrency-failed",
      message: `the concurrency key ${key.slice(0, 200)} of the workflow ${workflowId} could not be computed: ${message}`,
      cause: thrown,
    });
  }
}

/**
 * Tells those that wait for each other: by workflow and by what the builder's template gives. Throws a
 * `ConcurrencyKeyError`, also where the template cannot be compiled: a draft may be run half-written.
 */
export function compileConcurrencyKey(workflowId: string, key: string): (input: ExecutionInput) => string {
  let template: ReturnType<typeof compileTree> | undefined;
  return (input) => {
    try {
      template ??= compileTree(key);
      return `${workflowId}/${JSON.stringify(template.evaluate({ ...input }) ?? null)}`.slice(0, 1000);
    } catch (thrown) {
      throw new ConcurrencyKeyError({ workflowId, key, thrown });
    }
  };
}

/** Why it cannot be told whom an execution waits for that has begun without a turn; undefined: it waits for nobody, or it can. */
export function keyFailure(
  concurrency: { key(input: ExecutionInput): string } | undefined,
  input: ExecutionInput,
): ConcurrencyKeyError | undefined {
  try {
    concurrency?.key(input);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ConcurrencyKeyError) return thrown;
    throw thrown;
  }
}
