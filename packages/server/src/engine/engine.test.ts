import type { Execution } from "@sluice/api/schemas";
import { afterEach, describe, expect, it } from "vitest";
import { documentOf } from "../front-door/testing/documents.ts";
import { type OpenDoor, openDoor } from "../front-door/testing/open-door.ts";
import { waitingNode } from "../front-door/testing/waiting-node.ts";
import { maxOutputBytes } from "./perform-step.ts";

const opened: OpenDoor[] = [];
afterEach(async () => {
  for (const open of opened.splice(0)) await open.close();
});

async function start() {
  const waiting = waitingNode();
  const open = await openDoor({ runners: { waiting: waiting.runner } });
  opened.push(open);
  const run = (given: Parameters<typeof documentOf>[0], body: never | object = {}, waitMs?: number) =>
    open.engine.run({
      workflowId: "wf_1",
      version: null,
      revision: Math.random(),
      document: documentOf(given),
      input: { body: body as never, query: { a: ["1"] }, headers: { "X-Id": "h" } },
      ...(waitMs === undefined ? {} : { waitMs }),
    });
  return { open, waiting, run };
}

const wait = (name: string, more = {}) => ({ type: "waiting", config: { name }, ...more });
const compute = (expression: string, more = {}) => ({ type: "transform", config: { expression }, ...more });
const steps = (execution: Execution | undefined) =>
  Object.fromEntries((execution?.steps ?? []).map(({ node, status, output }) => [node, [status, output]]));

describe("the engine", () => {
  it("shows an expression exactly what workflow.md lists", async () => {
    const { run } = await start();
    const execution = await run(
      {
        nodes: {
          a: compute("1"),
          all: {
            type: "set",
            config: {
              fields: {
                body: "{{ request.body.n }}",
                query: "{{ request.query.a[0] }}",
                header: '{{ request.headers["x-id"] }}',
                method: "{{ request.method }}",
                before: "{{ steps.a }}",
                workflow: "{{ workflow.name }} {{ workflow.version }}",
                started: "{{ execution.startedAt === null }}",
                env: "{{ env.REGION }}{{ env.PATH }}",
                now: "{{ typeof now }}",
                missing: "{{ steps.later.x }}",
              },
            },
          },
        },
        edges: ["trigger>a", "a>all"],
      },
      { n: 7 },
    );
    expect(execution).toMatchObject({
      status: "succeeded",
      version: null,
      startedBy: "person",
      deliveryId: null,
    });
    expect(execution.steps.at(-1)?.output).toEqual({
      body: 7,
      query: "1",
      header: "h",
      method: "POST",
      before: 1,
      workflow: "Test ",
      started: false,
      env: "eu",
      now: "string",
      missing: null,
    });
  });

  it("runs branches at the same time and joins them; inputs say where they come from", async () => {
    const { run, waiting } = await start();
    const running = run({
      nodes: { a: wait("a"), b: wait("b"), c: wait("c"), both: compute("steps.a + steps.b + steps.c") },
      edges: ["trigger>a", "trigger>b", "trigger>c", "a>both", "b>both", "c>both"],
    });
    // Each of them ends only when the other runs too.
    await waiting.let("b", 2);
    await waiting.let("c", 3);
    await waiting.let("a", 1);
    const execution = await running;
    expect(execution.steps.map(({ node, input, output }) => [node, input, output])).toEqual([
      ["trigger", null, {}],
      ["a", {}, 1],
      ["b", {}, 2],
      ["c", {}, 3],
      ["both", { a: 1, b: 2, c: 3 }, 6],
    ]);
    expect(waiting.visits.map(({ key }) => key)).toEqual(
      ["a", "b", "c"].map((node) => `${execution.id}/${node}/`),
    );
  });

  it("cancels the losers of a race through their signal", async () => {
    const { run, waiting } = await start();
    const running = run({
      nodes: { slow: wait("slow"), quick: wait("quick"), first: compute("1", { join: "race" }) },
      edges: ["trigger>slow", "trigger>quick", "slow>first", "quick>first"],
    });
    await waiting.let("quick", "won");
    expect(steps(await running)).toEqual({
      trigger: ["succeeded", {}],
      slow: ["cancelled", null],
      quick: ["succeeded", "won"],
      first: ["succeeded", 1],
    });
    expect(waiting.visits.find(({ name }) => name === "slow")?.signal.aborted).toBe(true);
  });

  it("tells a failed step's reason and place, and goes on as it says", async () => {
    const { run } = await start();
    const failing = { type: "set", config: { fields: { a: "fine", b: "{{ JSON.parse('{') }}" } } };
    const execution = await run({
      nodes: {
        go: { ...failing, onError: "continue" },
        side: { ...failing, onError: "branch" },
        caught: compute("steps.side.error.code"),
        not: compute("1"),
        after: compute("steps.go.error.node"),
      },
      edges: ["trigger>go", "trigger>side", "side:error>caught", "side>not", "go>after"],
    });
    expect(execution).toMatchObject({ status: "succeeded", error: null });
    expect(execution.steps.find(({ node }) => node === "go")).toMatchObject({
      status: "failed",
      port: "out",
      error: { code: "expression-failed", at: ["fields", "b"] },
    });
    expect(steps(execution)).toMatchObject({
      caught: ["succeeded", "expression-failed"],
      not: ["skipped", null],
      after: ["succeeded", "go"],
    });
  });

  it("fails a step whose output is too large, of no known type, or with a half-written config", async () => {
    const { run, waiting } = await start();
    const running = run({ nodes: { big: wait("big") }, edges: ["trigger>big"] });
    await waiting.let("big", "x".repeat(maxOutputBytes));
    const big = await running;
    expect(big).toMatchObject({ status: "failed", error: { code: "output-too-large", node: "big" } });
    const unknown = await run({ nodes: { a: { type: "teapot", config: {} } }, edges: ["trigger>a"] });
    expect(unknown).toMatchObject({ status: "failed", error: { code: "unknown-node-type" } });
    const half = await run({ nodes: { a: { type: "condition", config: {} } }, edges: ["trigger>a"] });
    expect(half).toMatchObject({ status: "failed", error: { code: "invalid-config", node: "a" } });
  });

  it("passes a disabled node by", async () => {
    const { run } = await start();
    const execution = await run({
      nodes: { a: compute("5"), off: { ...compute("6"), disabled: true }, b: compute("steps.off + 1") },
      edges: ["trigger>a", "a>off", "off>b"],
    });
    expect(steps(execution)).toMatchObject({ off: ["skipped", 5], b: ["succeeded", 6] });
    expect(execution.steps.at(-1)?.input).toBe(5);
  });

  it("times out by its settings, and can be cancelled", async () => {
    const { open, run, waiting } = await start();
    const late = await run({
      nodes: { a: wait("late") },
      edges: ["trigger>a"],
      settings: { timeoutSeconds: 1 },
    });
    expect(late).toMatchObject({ status: "timed-out", error: { code: "execution-timed-out" } });
    expect(steps(late)).toMatchObject({ a: ["cancelled", null] });
    const running = await run({ nodes: { a: wait("never") }, edges: ["trigger>a"] }, {}, 20);
    expect(running.status).toBe("running");
    expect(await open.engine.cancel(running.id)).toBe(true);
    await open.engine.stop();
    expect((await open.engine.read(running.id))?.status).toBe("cancelled");
    expect(waiting.visits.at(-1)?.signal.aborted).toBe(true);
    expect(await open.engine.cancel(running.id)).toBe(false);
  });

  it("writes no secret down, wherever it turns up", async () => {
    const { open } = await start();
    const auth = {
      any: [{ type: "basic", username: "bob", password: { secret: { value: "s3cr3t-word" } } }],
    };
    const { url } = await open.workflow(
      documentOf({
        mode: "sync",
        trigger: { auth },
        nodes: {
          a: compute("({ said: request.body, [request.body]: 1 })"),
          reply: { type: "response", config: { kind: "text", body: "you said {{ request.body }}" } },
          bad: compute("JSON.parse(request.body)"),
        },
        edges: ["trigger>a", "a>reply", "a>bad"],
      }),
    );
    const answer = await fetch(url, {
      method: "POST",
      body: '"my s3cr3t-word"',
      headers: {
        "content-type": "application/json",
        authorization: `Basic ${Buffer.from("bob:s3cr3t-word").toString("base64")}`,
      },
    });
    const execution = await open.engine.read(answer.headers.get("sluice-execution-id") ?? "");
    expect(JSON.stringify(execution)).not.toContain("s3cr3t-word");
    expect(steps(execution)).toMatchObject({
      a: ["succeeded", { said: "my [redacted]", "my [redacted]": 1 }],
    });
  });

  it("keeps its record whole when a secret is a common word or a number", async () => {
    for (const password of ["node", "true", "kind", "equals", "17952", "first", 'q"\\é']) {
      const { open } = await start();
      const auth = { any: [{ type: "basic", username: "bob", password: { secret: { value: password } } }] };
      const { url } = await open.workflow(
        documentOf({
          mode: "sync",
          trigger: { auth },
          nodes: {
            first: {
              type: "condition",
              config: {
                when: { all: [{ left: "{{ request.body }}", operator: "equals", right: password }] },
              },
            },
            reply: {
              type: "response",
              config: {
                kind: "json",
                headers: [{ name: "x-said", value: "{{ request.body }}" }],
                body: { said: "{{ request.body }}" },
              },
            },
          },
          edges: ["trigger>first", "first:true>reply", "first:false>reply"],
        }),
      );
      const answer = await fetch(url, {
        method: "POST",
        body: JSON.stringify(password),
        headers: {
          "content-type": "application/json",
          authorization: `Basic ${Buffer.from(`bob:${password}`).toString("base64")}`,
        },
      });
      expect(await answer.json()).toEqual({ said: password });
      const execution = await open.engine.read(answer.headers.get("sluice-execution-id") ?? "");
      expect(execution?.steps.map(({ node, type, status, port }) => [node, type, status, port])).toEqual([
        ["trigger", "webhook", "succeeded", "out"],
        ["first", "condition", "succeeded", "true"],
        ["reply", "response", "succeeded", null],
      ]);
      expect(execution?.steps[1]?.rules).toEqual([
        { path: ["all", 0], result: "met", operator: "equals", left: "[redacted]", right: "[redacted]" },
      ]);
      expect(execution?.answer).toMatchObject({ body: '{"said":"[redacted]"}' });
      expect(execution?.answer?.headers).toContainEqual({ name: "x-said", value: "[redacted]" });
    }
  });

  it("takes a thousand nodes, in a row or side by side", async () => {
    const { run } = await start();
    const nodes = Object.fromEntries(
      Array.from({ length: 1000 }, (_, at) => [`n${at}`, compute(String(at))]),
    );
    const chain = Object.keys(nodes).map((key, at) => (at === 0 ? `trigger>${key}` : `n${at - 1}>${key}`));
    const wide = Object.keys(nodes).map((key) => `trigger>${key}`);
    for (const edges of [chain, wide]) {
      const execution = await run({ nodes, edges });
      expect(execution.status).toBe("succeeded");
      expect(execution.steps.length).toBe(1001);
      expect(execution.steps.at(-1)).toMatchObject({ node: "n999", output: 999 });
    }
  });
});
