import { definitions } from "@sluice/nodes/definitions";
import type { Outside } from "../engine/reach.ts";
import { type RecordStores, readExecution, readFrame } from "../engine/read-execution.ts";
import type { RehearsalDependencies } from "../engine/rehearse.ts";
import type { Stores } from "../stores/open-stores.ts";
import { createTestCases, type TestCases } from "../test-cases/test-cases.ts";
import { createTrials, type RunTrial, type TrialsGiven } from "./trials.ts";

export interface RehearsalsGiven
  extends Pick<TrialsGiven, "runners" | "secrets" | "maxBodyBytes" | "clock">,
    Pick<RehearsalDependencies, "callbackUrl" | "env" | "log"> {
  readonly stores: Pick<Stores, "workflows" | "deliveries" | "executions" | "testCases">;
  readonly records: RecordStores;
  readonly outside: Outside;
}

/** What runs drafts in memory: the builder's trials, and the requests that are kept as tests. */
export function createRehearsals(given: RehearsalsGiven): {
  readonly testCases: TestCases;
  readonly runTrial: RunTrial;
} {
  const { stores, records, runners, secrets, maxBodyBytes, outside, callbackUrl, env, log, clock } = given;
  const { workflows, deliveries, executions } = stores;
  const rehearsing = { env: { ...env }, callbackUrl, log, clock, sandbox: outside.sandbox };
  const past = {
    ...{ workflows, types: definitions, clock, deliveries, executions },
    readExecution: (id: string) => readExecution(records, id),
    readFrame: async (asked: { id: string; frame: string }) => {
      const steps = await readFrame(records, asked);
      return typeof steps === "string" ? undefined : steps;
    },
  };
  return {
    testCases: createTestCases({
      ...{ ...past, store: stores.testCases },
      trying: { ...rehearsing, runners, secrets, maxBodyBytes },
    }),
    runTrial: createTrials({
      ...{ ...past, runners, secrets, maxBodyBytes },
      rehearsing: { ...rehearsing, outside },
    }),
  };
}
