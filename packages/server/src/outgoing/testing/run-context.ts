import type { RunContext } from "@sluice/workflow/node-contract";

/** What a run may reach in a test: what is handed in here; whatever else it uses throws. */
export function runContext(given: Partial<RunContext>): RunContext {
  const unused = (): never => {
    throw new Error("the run has no use for it");
  };
  return {
    ...{ signal: new AbortController().signal, attempt: 1, now: "2026-01-02T03:04:05.000Z" },
    ...{ idempotencyKey: "exe_1/step/0", log: () => {} },
    ...{ evaluate: unused, evaluateRules: unused, scope: unused, sandbox: unused },
    ...{ fetch: unused, mail: unused, query: unused, file: unused, credential: unused },
    tokenPrice: () => undefined,
    ...given,
  };
}
