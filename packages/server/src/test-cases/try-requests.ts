import type { TestResult } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { newDeliveryId } from "../engine/new-id.ts";
import { makePlan, type Plan } from "../engine/plan.ts";
import type { AnyRunner } from "../engine/plan-node.ts";
import { type RehearsalDependencies, rehearse } from "../engine/rehearse.ts";
import { PublicError } from "../errors.ts";
import { type Answer, problemAnswer } from "../front-door/answer.ts";
import type { CompiledHook } from "../front-door/compile-hook.ts";
import { hookToJudge } from "../front-door/hook-to-judge.ts";
import { judgeAgain, visitFrom } from "../front-door/run-again.ts";
import { Filtered, Undecided } from "../front-door/turned-away.ts";
import type { SecretReader } from "../secrets/secret-reader.ts";
import type { StoredTestCase } from "../stores/test-cases/store.ts";
import { judge, type Outcome } from "./judge.ts";

export interface TryGiven extends RehearsalDependencies {
  readonly runners: Readonly<Record<string, AnyRunner>>;
  readonly secrets: SecretReader;
  readonly maxBodyBytes: number;
}

export interface Tried {
  readonly workflowId: string;
  /** Null: the draft. */
  readonly version: number | null;
  readonly document: WorkflowDocument;
  readonly testCases: readonly StoredTestCase[];
}

const mostSteps = 200;

/**
 * Leads the requests of test cases past the stations that judge what is in them, and rehearses what follows. One after the
 * other: they share the thread with the door.
 */
export async function tryRequests(given: TryGiven, tried: Tried): Promise<TestResult[]> {
  const { workflowId, version, document, testCases } = tried;
  const { runners, secrets, maxBodyBytes, clock } = given;
  if (testCases.length === 0) return [];
  const plan = await makePlan({ workflowId, version, document, runners, secrets });
  const hook = await hookToJudge({ workflowId, document }, { secrets, maxBodyBytes, clock });
  const results: TestResult[] = [];
  for (const testCase of testCases) {
    const began = performance.now();
    const outcome = await outcomeOf(given, { testCase, hook, plan });
    const failures = judge(testCase.expect, outcome);
    const { answer, execution } = outcome;
    results.push({
      ...{ id: testCase.id, name: testCase.name, passed: failures.length === 0, failures, answer },
      execution: execution && { ...execution.shown, steps: execution.steps.slice(0, mostSteps) },
      durationMs: Math.round(performance.now() - began),
    });
  }
  return results;
}

/** What the sender is answered when a station objects. Throws what none of them throws. */
function refusalAnswer(thrown: unknown): Answer {
  if (thrown instanceof Filtered) return thrown.shownAnswer;
  if (thrown instanceof Undecided) return problemAnswer(new PublicError(thrown.code));
  if (thrown instanceof PublicError) return problemAnswer(thrown);
  throw thrown;
}

/** Whoever writes a test by hand means JSON where nothing is said. */
function withContentType(headers: StoredTestCase["request"]["headers"]) {
  const said = headers.some(({ name }) => name.toLowerCase() === "content-type");
  return said ? headers : [...headers, { name: "content-type", value: "application/json" }];
}

type Tested = Outcome & {
  readonly execution: { readonly shown: Omit<NonNullable<TestResult["execution"]>, "steps"> } | null;
};

async function outcomeOf(
  given: TryGiven,
  { testCase, hook, plan }: { testCase: StoredTestCase; hook: CompiledHook; plan: Plan },
): Promise<Tested> {
  const { query, body, bodyEncoding } = testCase.request;
  const headers = withContentType(testCase.request.headers);
  const receivedAt = given.clock();
  const visit = visitFrom(
    {
      ...{
        method: "POST",
        url: `/hooks/test${query === "" ? "" : `?${query}`}`,
        address: "127.0.0.1",
        headers,
      },
      body: Buffer.from(body, bodyEncoding),
      claims: null,
    },
    { deliveryId: newDeliveryId(receivedAt), receivedAt },
  );
  try {
    const { input } = await judgeAgain(visit, hook, { variables: null });
    const { status, answer, error, steps, values } = await rehearse(given, {
      ...{ plan, input, recorded: testCase.recorded },
    });
    const failed = problemAnswer(new PublicError("execution-failed"));
    const sent =
      hook.mode === "async"
        ? plan.redactor.answer(hook.accepted.make(input).answer)
        : (answer ?? (status === "succeeded" ? { status: 204, body: "" } : failed));
    return {
      answer: { status: sent.status, body: sent.body },
      execution: { status, steps, values, shown: { status, error } },
    };
  } catch (thrown) {
    const { status, body } = refusalAnswer(thrown);
    return { answer: { status, body }, execution: null };
  }
}
