import type { Expectations, Step, TestFailure } from "@sluice/api/schemas";
import type { Json } from "@sluice/workflow/node-contract";
import { nameOfCut } from "../engine/cut-value.ts";
import { differences } from "./differences.ts";

/** What came of a test case's request. */
export interface Outcome {
  readonly answer: { readonly status: number; readonly body: string };
  /** Null: nothing ran. */
  readonly execution: {
    readonly status: string;
    readonly steps: readonly Step[];
    /** Outputs too large for their step, by name. */
    readonly values: ReadonlyMap<string, Json>;
  } | null;
}

const ranStatuses: ReadonlySet<string> = new Set(["succeeded", "failed"]);

/** Which expectations were not met. A step without a recording fails the test whatever it expects. */
export function judge(expect: Expectations, { answer, execution }: Outcome): TestFailure[] {
  const failures: TestFailure[] = [];
  const steps = execution?.steps ?? [];
  const ran = (key: string) => steps.some(({ node, status }) => node === key && ranStatuses.has(status));
  const fail = (failure: Pick<TestFailure, "expectation"> & Partial<TestFailure>) =>
    failures.push({ node: null, path: "", ...failure });

  for (const { node, error } of steps) {
    if (error?.code === "not-recorded") fail({ expectation: "recorded", node, got: error.message });
  }
  if (expect.status !== undefined && expect.status !== answer.status) {
    fail({ expectation: "status", expected: expect.status, got: answer.status });
  }
  if (expect.body) {
    for (const difference of bodyDifferences(expect.body, answer.body)) {
      fail({ expectation: "body", ...difference });
    }
  }
  const ended = execution?.status ?? "none";
  if (expect.execution !== undefined && expect.execution !== ended) {
    fail({ expectation: "execution", expected: expect.execution, got: ended });
  }
  for (const node of expect.ran ?? []) if (!ran(node)) fail({ expectation: "ran", node });
  for (const node of expect.notRan ?? []) if (ran(node)) fail({ expectation: "not-ran", node });
  for (const [node, expected] of Object.entries(expect.outputs ?? {})) {
    const step = steps.find((candidate) => candidate.node === node && ranStatuses.has(candidate.status));
    const got = step && whole(step.output, execution?.values);
    for (const difference of differences({ ...expected, got })) {
      fail({ expectation: "output", node, ...difference });
    }
  }
  return failures;
}

/** A text is looked for in the body as text, anything else is compared with it as JSON. */
function bodyDifferences(expected: NonNullable<Expectations["body"]>, body: string) {
  const { match, value } = expected;
  if (typeof value === "string") {
    const same = match === "equals" ? body === value : body.includes(value);
    return same ? [] : [{ path: "", expected: value, got: body }];
  }
  try {
    return differences({ ...expected, got: JSON.parse(body) as Json });
  } catch {
    return [{ path: "", expected: value, got: body }];
  }
}

/** An output, also where its step shows only its beginning. */
function whole(output: Json, values: ReadonlyMap<string, Json> | undefined): Json {
  const name = nameOfCut(output);
  return (name === undefined ? undefined : values?.get(name)) ?? output;
}
