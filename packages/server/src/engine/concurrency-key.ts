import { compileTree } from "@sluice/workflow/expressions";
import { NodeError } from "@sluice/workflow/node-contract";
import type { ExecutionInput, NewExecution } from "../stores/executions/store.ts";
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

/** What a workflow says of those that wait for each other. */
interface Limits {
  key(input: ExecutionInput): string;
  readonly limit: number;
}

/** The turn that an execution has to wait for; null: it waits for nobody. Throws a `ConcurrencyKeyError`. */
export function turnBy(limits: Limits | undefined, input: ExecutionInput): NewExecution["concurrency"] {
  return limits ? { key: limits.key(input), limit: limits.limit } : null;
}

/** The same, or why it cannot be told. */
export function turnOrFailure(
  limits: Limits | undefined,
  input: ExecutionInput,
): NewExecution["concurrency"] | ConcurrencyKeyError {
  try {
    return turnBy(limits, input);
  } catch (thrown) {
    if (thrown instanceof ConcurrencyKeyError) return thrown;
    throw thrown;
  }
}
