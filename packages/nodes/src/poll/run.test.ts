import type { Json, JsonObject, RunResult } from "@sluice/workflow/node-contract";
import { configIssues } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answered, type OtherServer, startOtherServer } from "../testing/other-server.ts";
import { runExample, runNode } from "../testing/run-node.ts";
import { poll } from "./definition.ts";
import { runPoll } from "./run.ts";

let other: OtherServer;
beforeAll(async () => {
  other = await startOtherServer();
});
afterAll(() => other.close());

const now = "2026-01-02T03:04:05.000Z";
const doneWhen = { all: [{ left: "{{ item.body.status }}", operator: "equals", right: "done" }] };

/** One run of it, as the engine makes it: `item` and `index` of the memo are in its scope. */
function step(config: JsonObject, memo: Json = null, at = now): Promise<RunResult<string>> {
  const known = typeof memo === "object" && memo !== null && !Array.isArray(memo) ? memo : {};
  return runNode(runPoll, {
    config: {
      firstUrl: `${other.url}/jobs`,
      url: `${other.url}/jobs/{{ item.body.id }}`,
      ...{ doneWhen, everySeconds: 10, ...config },
    },
    memo,
    scope: { now: at, item: known.item ?? null, index: Number(known.index ?? 0) },
    context: { fetch: other.fetch },
  });
}

function slept(result: RunResult<string>): { seconds: number; memo: Json } {
  if (!("wait" in result) || result.wait.for !== "moment" || !result.wait.again)
    throw new Error(`it did not sleep: ${JSON.stringify(result)}`);
  // Moments are whole milliseconds: PostgreSQL takes no others.
  expect(Number.isInteger(result.wait.until)).toBe(true);
  return {
    seconds: Math.floor((result.wait.until - Date.parse(now)) / 1000),
    memo: JSON.parse(JSON.stringify(result.memo)),
  };
}

const errorOf = (attempt: Promise<unknown>) => attempt.catch((error: unknown) => error);

test("the example hands its job over and sleeps", async () => {
  expect(slept(await runExample(runPoll))).toMatchObject({ memo: { item: { status: 200 }, index: 0 } });
});

test.each<[string, JsonObject]>([
  ["fixed", {}],
  ["any", { host: "any", url: "{{ item.body.base }}/jobs/{{ item.body.id }}" }],
])("asks nobody where the first answer has no number, host %s", async (_, config) => {
  other.answers(() => ({ status: 202, body: { base: other.url } }));
  const first = slept(await step(config));
  expect(await errorOf(step(config, first.memo))).toMatchObject({
    ...{ code: "expression-failed", kind: "other", message: expect.stringContaining("/jobs/{empty}") },
  });
  expect(other.received.map(({ method }) => method)).toEqual(["POST"]);
});

test("hands over once, asks by what the answer said, and gives out the last answer and the first", async () => {
  other.answers(({ method }) => (method === "POST" ? { status: 202, body: { id: "a/1" } } : {}));
  const first = slept(await step({ firstBody: { n: 1 } }));
  expect(first.seconds).toBeGreaterThanOrEqual(10);
  const second = slept(await step({ firstBody: { n: 1 } }, first.memo));
  other.answers(() => ({ body: { status: "done", result: [7] } }));
  const done = await step({ firstBody: { n: 1 } }, second.memo);
  expect(done).toMatchObject({
    port: "out",
    output: { status: 200, body: { result: [7] }, asked: 2, first: { status: 202, body: { id: "a/1" } } },
    rules: [{ result: "met" }],
  });
  expect(other.received).toMatchObject([{ method: "GET", path: "/jobs/a%2F1", body: "" }]);
});

test("the first request carries the step's key, the questions none", async () => {
  other.answers(() => ({ body: { id: 1 } }));
  const { memo } = slept(await step({ method: "POST", body: { job: "{{ item.body.id }}" }, firstBody: {} }));
  await step({ method: "POST", body: { job: "{{ item.body.id }}" } }, memo);
  expect(other.received.map(({ headers, body }) => [headers["idempotency-key"], body])).toEqual([
    ["exe_1/node/0", "{}"],
    [undefined, '{"job":1}'],
  ]);
});

describe("between two questions", () => {
  const known = { item: { status: 202, headers: {}, body: { id: 1 }, url: "" }, since: Date.parse(now) };
  test.each<[string, JsonObject, number, Answered, number]>([
    ["the same time", {}, 3, {}, 10],
    ["a growing time", { factor: 2 }, 3, {}, 80],
    ["a time that is no whole number of milliseconds", { factor: 1.5 }, 5, {}, 75],
    ["a growing time up to a limit", { factor: 2, mostSeconds: 30 }, 8, {}, 30],
    ["what the server asks for, when that is longer", {}, 1, { headers: { "retry-after": "25" } }, 25],
    ["its own, when that is longer", {}, 1, { headers: { "retry-after": "3" } }, 10],
    ["what a server that is busy asks for", {}, 1, { status: 429, headers: { "retry-after": "40" } }, 40],
    ["its own after a failure in passing", {}, 1, { status: 503 }, 10],
    ["no longer than until it gives up", { limit: 5, unit: "seconds" }, 1, {}, 5],
  ])("%s", async (_, config, asked, answer, seconds) => {
    other.answers(() => answer);
    // The time that the exchange took comes on top.
    const slack = config.limit === undefined ? 9 : 0;
    const measured = slept(await step(config, { ...known, index: asked })).seconds;
    expect([measured >= seconds, measured <= seconds + slack]).toEqual([true, true]);
  });

  test.each<[string, JsonObject, Answered, string]>([
    ["the rule says that it failed", {}, { body: { status: "failed", why: "no sound" } }, "job-failed"],
    ["nobody knows the job", {}, { status: 404 }, "http-status"],
    ["its questions are used up", { mostAsked: 2 }, { body: { status: "busy" } }, "job-not-done"],
    ["its last question fails", { mostAsked: 2 }, { status: 503 }, "job-not-done"],
    ["a rule cannot be answered", { doneWhen: { expression: "''.repeat(-1)" } }, {}, "rule-error"],
  ])("it fails when %s", async (_, config, answer, code) => {
    other.answers(() => answer);
    const failedWhen = { all: [{ left: "{{ item.body.status }}", operator: "equals", right: "failed" }] };
    const error = await errorOf(step({ failedWhen, ...config }, { ...known, index: 1 }));
    expect(error).toMatchObject({ name: "NodeError", code, kind: "other" });
    if (code === "job-failed") expect(error).toMatchObject({ message: expect.stringContaining("no sound") });
  });

  test("it gives up when its time is over, after one last question", async () => {
    other.answers(() => ({ body: { status: "busy" } }));
    const late = "2026-01-02T04:04:06.000Z";
    expect(await errorOf(step({}, { ...known, index: 3 }, late))).toMatchObject({ code: "job-not-done" });
    other.answers(() => ({ body: { status: "done" } }));
    expect(await step({}, { ...known, index: 3 }, late)).toMatchObject({ output: { asked: 4 } });
  });
});

test("without a first request it asks at once", async () => {
  other.answers(() => ({ body: "done" }));
  const config = {
    first: "none",
    firstUrl: "",
    url: `${other.url}/x`,
    doneWhen: { expression: "item.body === 'done'" },
  };
  expect(await step(config)).toMatchObject({ port: "out", output: { body: "done", asked: 1, first: null } });
});

test("a first request that fails is the engine's to try again, and one with a long answer fails", async () => {
  other.answers(() => ({ status: 503, headers: { "retry-after": "9" } }));
  expect(await errorOf(step({}))).toMatchObject({ code: "http-status", kind: "5xx", retryAfterMs: 9000 });
  other.answers(() => ({ body: { long: "x".repeat(70_000) } }));
  expect(await errorOf(step({}))).toMatchObject({ code: "first-answer-too-large" });
});

test("a question whose host comes from data needs a credential that names its hosts", async () => {
  const credential = { credential: "cred_1" };
  const attempt = runNode(runPoll, {
    config: { first: "none", url: "{{ trigger.to }}", host: "any", credential, doneWhen },
    scope: { trigger: { to: `${other.url}/x` } },
    context: { fetch: other.fetch, credential: async () => ({ type: "bearer", token: "t", hosts: [] }) },
  });
  expect(await errorOf(attempt)).toMatchObject({ code: "credential-host-refused" });
});

test.each<[JsonObject, string]>([
  [{ url: "https://a.example/", doneWhen }, "firstUrl"],
  [{ first: "none", url: " ", doneWhen }, "url"],
  [{ first: "none", url: "https://a.example/", doneWhen: { all: [] } }, "doneWhen"],
])("%j is an issue of %s", (config, field) => {
  expect(configIssues(poll, config)).toMatchObject([{ at: [field] }]);
});
