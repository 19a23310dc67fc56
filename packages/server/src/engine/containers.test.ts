import type { Execution } from "@sluice/api/schemas";
import type { Json } from "@sluice/workflow/node-contract";
import { afterEach, describe, expect, it } from "vitest";
import { documentOf } from "../front-door/testing/documents.ts";
import { type OpenDoor, openDoor } from "../front-door/testing/open-door.ts";
import { waitingNode } from "../front-door/testing/waiting-node.ts";
import { readFrame, readIterations } from "./read-execution.ts";

const opened: OpenDoor[] = [];
afterEach(async () => {
  for (const open of opened.splice(0)) await open.close();
});

async function start() {
  const waiting = waitingNode();
  const open = await openDoor({ runners: { waiting: waiting.runner } });
  opened.push(open);
  const run = (given: Parameters<typeof documentOf>[0], body: Json = {}, waitMs?: number) =>
    open.engine.run({
      workflowId: "wf_1",
      version: null,
      revision: Math.random(),
      document: documentOf(given),
      input: { body },
      ...(waitMs === undefined ? {} : { waitMs }),
    });
  return { open, waiting, run };
}

const recordsOf = (open: OpenDoor) => ({ ...open, callbackUrl: open.signer.pathOf });
const compute = (expression: string, more = {}) => ({ type: "transform", config: { expression }, ...more });
const loop = (config: object, more = {}) => ({ type: "loop", config: config as never, ...more });
const last = (execution: Execution) => execution.steps.at(-1);
const output = (execution: Execution, node: string) =>
  execution.steps.find((step) => step.node === node)?.output;

describe("loop", () => {
  it.each([
    ["without a body", {}],
    ["whose body is disabled", { off: { ...compute("1"), parent: "each", disabled: true } }],
  ])("%s ends as often as it was told, in time that grows with that", async (_, body) => {
    const { run } = await start();
    // Where each one looked at all before it, this would take minutes.
    const count = 60_000;
    const each = loop({ over: "count", count, limit: count, concurrency: 1000 });
    const execution = await run({ nodes: { each, ...body }, edges: ["trigger>each"] }, {}, 50_000);
    expect(execution.steps[1]).toMatchObject({ iterations: { total: count, succeeded: count, failed: 0 } });
  });

  it("of thousands that sleep at once wakes them all", async () => {
    const { run } = await start();
    const count = 3000;
    const each = loop({ over: "count", count, limit: count, concurrency: 1000 });
    const rest = { type: "delay", config: { mode: "for", amount: 0.2, unit: "seconds" }, parent: "each" };
    const execution = await run({ nodes: { each, rest }, edges: ["trigger>each"] }, {}, 50_000);
    expect(execution).toMatchObject({ status: "succeeded" });
    expect(execution.steps[1]?.iterations).toEqual({
      total: count,
      started: count,
      succeeded: count,
      failed: 0,
    });
  });

  it("runs its body for each item and collects in order; inside it knows item, index and what is around", async () => {
    const { run, open } = await start();
    const execution = await run(
      {
        nodes: {
          base: compute("100"),
          each: loop({ items: "{{ request.body.items }}" }),
          twice: compute("item.n * 2", { parent: "each" }),
          sum: compute("steps.twice + steps.base + index + loop.each.index", { parent: "each" }),
          total: compute("sum(steps.each.results)"),
        },
        edges: ["trigger>base", "base>each", "each>total", "twice>sum"],
      },
      { items: [{ n: 1 }, { n: 2 }, { n: 3 }] },
    );
    expect(execution.status).toBe("succeeded");
    expect(output(execution, "each")).toEqual({ results: [102, 106, 110], count: 3, errors: [] });
    expect(last(execution)).toMatchObject({ node: "total", output: 318 });
    expect(execution.steps.map(({ node }) => node)).toEqual(["trigger", "base", "each", "total"]);
    expect(execution.steps[2]?.iterations).toEqual({ total: 3, started: 3, succeeded: 3, failed: 0 });
    const frame = await readFrame(recordsOf(open), { id: execution.id, frame: "each[1]" });
    expect(frame).toMatchObject([
      { node: "twice", input: { n: 2 }, output: 4 },
      { node: "sum", input: 4, output: 106 },
    ]);
  });

  it("counts, goes on while rules are met with what the run before gave out, and runs not at all", async () => {
    const { run } = await start();
    const execution = await run({
      nodes: {
        count: loop({ over: "count", count: 4 }),
        square: compute("index ** 2", { parent: "count" }),
        while: loop({ over: "while", while: { expression: "(item ?? 1) < 100" } }),
        double: compute("(item ?? 1) * 3", { parent: "while" }),
        none: loop({ items: "{{ [] }}" }),
        never: compute("1", { parent: "none" }),
        empty: loop({ over: "count", count: 1000 }),
      },
      edges: ["trigger>count", "count>while", "while>none", "none>empty"],
    });
    expect(output(execution, "count")).toMatchObject({ results: [0, 1, 4, 9] });
    expect(output(execution, "while")).toMatchObject({ results: [3, 9, 27, 81, 243] });
    expect(output(execution, "none")).toEqual({ results: [], count: 0, errors: [] });
    expect(output(execution, "empty")).toMatchObject({ count: 1000 });
    expect(execution.status).toBe("succeeded");
  });

  it("takes no notice of what stands in a field that another choice has hidden", async () => {
    const { run } = await start();
    const config = {
      over: "while",
      while: { expression: "index < 2" },
      count: "many",
      concurrency: "{{ trigger.no }}",
    };
    const execution = await run({
      nodes: { each: loop(config), one: compute("index", { parent: "each" }) },
      edges: ["trigger>each"],
    });
    expect(output(execution, "each")).toMatchObject({ results: [0, 1] });
  });

  it("nests, with the outer loop in sight", async () => {
    const { run, open } = await start();
    const execution = await run({
      nodes: {
        rows: loop({ items: "{{ [[1, 2], [3]] }}" }),
        cells: loop({ items: "{{ item }}" }, { parent: "rows" }),
        cell: compute('loop.rows.index + ":" + item', { parent: "cells" }),
      },
      edges: ["trigger>rows"],
    });
    expect(output(execution, "rows")).toMatchObject({
      results: [
        { results: ["0:1", "0:2"], count: 2, errors: [] },
        { results: ["1:3"], count: 1, errors: [] },
      ],
    });
    const iterations = await readIterations(recordsOf(open), {
      ...{ id: execution.id, node: "cells", frame: "rows[0]" },
    });
    expect(iterations).toMatchObject([{ frame: "rows[0]/cells[0]" }, { frame: "rows[0]/cells[1]" }]);
    const inner = await readFrame(recordsOf(open), { id: execution.id, frame: "rows[0]/cells[1]" });
    expect(inner).toMatchObject([{ node: "cell", input: 2, output: "0:2", frame: "rows[0]/cells[1]" }]);
  });

  it("runs as many at once as it may, with a key of its own for each, and keeps the order of the items", async () => {
    const { run, waiting } = await start();
    const running = run({
      nodes: {
        each: loop({ items: "{{ [0, 1, 2] }}", concurrency: 2 }),
        slow: { type: "waiting", config: { name: "n{{ item }}" }, parent: "each" },
      },
      edges: ["trigger>each"],
    });
    await waiting.let("n1", "b");
    await waiting.let("n2", "c");
    await waiting.let("n0", "a");
    const execution = await running;
    expect(output(execution, "each")).toMatchObject({ results: ["a", "b", "c"] });
    expect(waiting.visits.map(({ key }) => key)).toEqual(
      [0, 1, 2].map((index) => `${execution.id}/slow/each[${index}]`),
    );
  });

  it.each([
    ["stop", "failed", undefined, ["succeeded", "failed"]],
    ["break", "succeeded", { results: [1, null], count: 2 }, ["succeeded", "failed"]],
    ["skip", "succeeded", { results: [1, null, 3], count: 3 }, ["succeeded", "failed", "succeeded"]],
  ] as const)("on an item's failure it may %s", async (onItemError, status, expected, iterations) => {
    const { run, open } = await start();
    const execution = await run({
      nodes: {
        each: loop({ items: "{{ [1, 2, 3] }}", onItemError }),
        check: compute("item === 2 ? ''.repeat(-1) : item", { parent: "each" }),
      },
      edges: ["trigger>each"],
    });
    expect(execution.status).toBe(status);
    if (expected) {
      expect(output(execution, "each")).toMatchObject({
        ...expected,
        errors: [{ index: 1, code: "expression-failed", node: "check" }],
      });
    } else expect(execution.error).toMatchObject({ code: "iteration-failed", node: "each" });
    const told = await readIterations(recordsOf(open), { id: execution.id, node: "each", frame: "" });
    // One that never ran is not told of.
    expect(told).toMatchObject(iterations.map((status) => ({ status })));
    expect(told).toHaveLength(iterations.length);
  });

  it("calls off what runs deeper in an iteration that fails", async () => {
    const { run, waiting } = await start();
    const running = run({
      nodes: {
        each: loop({ items: "{{ [1] }}", onItemError: "skip" }),
        inner: loop({ over: "count", count: 1 }, { parent: "each" }),
        slow: { type: "waiting", config: { name: "slow" }, parent: "inner" },
        gate: { type: "waiting", config: { name: "gate" }, parent: "each" },
        fails: compute("''.repeat(-1)", { parent: "each" }),
        after: { type: "waiting", config: { name: "after" } },
      },
      edges: ["trigger>each", "each>after", "gate>fails"],
    });
    while (waiting.visits.length < 2) await new Promise((next) => setTimeout(next, 5));
    await waiting.let("gate", 1);
    // What comes after the loop waits, so that it is not the end of the execution that calls off what ran in it.
    while (!waiting.visits.some(({ name }) => name === "after"))
      await new Promise((next) => setTimeout(next, 5));
    expect(waiting.visits.find(({ name }) => name === "slow")?.signal.aborted).toBe(true);
    await waiting.let("after", 1);
    expect(output(await running, "each")).toMatchObject({
      results: [null],
      errors: [{ index: 0, node: "fails" }],
    });
  });

  it("stops at its limit, whatever it iterates over", async () => {
    const { run } = await start();
    const ends = async (config: object) => {
      const execution = await run({
        nodes: { each: loop({ limit: 3, ...config }), body: compute("1", { parent: "each" }) },
        edges: ["trigger>each"],
      });
      return [execution.status, execution.error?.code];
    };
    expect(await ends({ items: "{{ [1, 2, 3, 4] }}" })).toEqual(["failed", "loop-limit"]);
    expect(await ends({ over: "count", count: 4 })).toEqual(["failed", "loop-limit"]);
    expect(await ends({ over: "while", while: { expression: "true" } })).toEqual(["failed", "loop-limit"]);
    expect(await ends({ over: "count", count: 3 })).toEqual(["succeeded", undefined]);
  });

  it("ends the whole execution from inside, and cancels what runs beside", async () => {
    const { run, waiting } = await start();
    const running = run({
      nodes: {
        each: loop({ items: "{{ [0, 1] }}", concurrency: 2 }),
        pick: { type: "condition", config: { when: { expression: "item === 0" } }, parent: "each" },
        slow: { type: "waiting", config: { name: "slow" }, parent: "each" },
        stop: { type: "end", config: { status: "failed", message: "enough" }, parent: "each" },
        after: compute("1"),
      },
      edges: ["trigger>each", "each>after", "pick:true>slow", "pick:false>stop"],
    });
    const execution = await running;
    expect(execution).toMatchObject({ status: "failed", failedByDesign: true, error: { message: "enough" } });
    expect(waiting.visits.every(({ signal }) => signal.aborted)).toBe(true);
    expect(execution.steps.map(({ node, status }) => [node, status])).toEqual([
      ["trigger", "succeeded"],
      ["each", "cancelled"],
      ["after", "skipped"],
    ]);
  });
});

describe("try", () => {
  it("gives what its body gave, or goes by `error` with what failed in it", async () => {
    const { run } = await start();
    const given = (expression: string) => ({
      nodes: {
        guarded: { type: "try", config: {} },
        risky: compute(expression, { parent: "guarded" }),
        then: compute("steps.risky", { parent: "guarded" }),
        good: compute("steps.guarded"),
        bad: compute("steps.guarded.error"),
      },
      edges: ["trigger>guarded", "risky>then", "guarded>good", "guarded:error>bad"],
    });
    const fine = await run(given("request.body.n"), { n: 7 });
    expect([fine.status, output(fine, "good")]).toEqual(["succeeded", 7]);
    const caught = await run(given("''.repeat(-1)"));
    expect(caught.status).toBe("succeeded");
    expect(output(caught, "bad")).toMatchObject({ code: "expression-failed", node: "risky" });
    expect(caught.error).toBeNull();
  });

  it("catches a loop that fails in it, and is caught by a loop around it", async () => {
    const { run } = await start();
    const execution = await run({
      nodes: {
        each: loop({ items: "{{ [1, 0] }}" }),
        guarded: { type: "try", config: {}, parent: "each" },
        inner: loop({ over: "count", count: "{{ item }}" }, { parent: "guarded" }),
        fails: compute("''.repeat(-1)", { parent: "inner" }),
        caught: compute("'caught ' + steps.guarded.error.code", { parent: "each" }),
        fine: compute("'fine'", { parent: "each" }),
      },
      edges: ["trigger>each", "guarded:error>caught", "guarded>fine"],
    });
    expect(output(execution, "each")).toMatchObject({ results: ["caught iteration-failed", "fine"] });
  });

  it("answers the caller from inside", async () => {
    const { open } = await start();
    const { url } = await open.workflow(
      documentOf({
        mode: "sync",
        nodes: {
          guarded: { type: "try", config: {} },
          reply: { type: "response", config: { status: 201, kind: "text", body: "made" }, parent: "guarded" },
          sorry: { type: "response", config: { status: 500, kind: "empty" } },
        },
        edges: ["trigger>guarded", "guarded:error>sorry"],
      }),
    );
    const answer = await fetch(url, { method: "POST" });
    expect([answer.status, await answer.text()]).toEqual([201, "made"]);
  });
});

describe("large values", () => {
  it("are kept beside the journal, shown cut, and given out whole", async () => {
    const { run, open, waiting } = await start();
    const running = run({
      nodes: { big: { type: "waiting", config: { name: "big" } }, size: compute("steps.big.length") },
      edges: ["trigger>big", "big>size"],
    });
    const text = "é".repeat(1_500_000);
    await waiting.let("big", text);
    const execution = await running;
    expect(output(execution, "size")).toBe(1_500_000);
    const cut = output(execution, "big") as { $cut: { value: string; bytes: number; preview: string } };
    expect(cut.$cut).toMatchObject({ bytes: 3_000_002 });
    expect(cut.$cut.preview.length).toBeLessThan(2000);
    expect(execution.steps.at(-1)?.input).toEqual(cut);
    const values = await open.executions.values({ executionId: execution.id, value: cut.$cut.value });
    expect(values.get(cut.$cut.value)).toBe(text);
  });
});
