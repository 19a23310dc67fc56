import { configIssues, type JsonObject } from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { runExample, runNode } from "../testing/run-node.ts";
import { delay } from "./definition.ts";
import { runDelay } from "./run.ts";

const now = "2026-01-02T03:04:05.000Z";
const input = { order_id: "A-17", list: [1, null] };
const sleep = (config: JsonObject, trigger: JsonObject = {}) =>
  runNode(runDelay, { config, input, scope: { now, trigger } });
const until = (text: string) => ({ wait: { for: "moment", until: Date.parse(text) } });

test("the example sleeps for ten minutes", async () => {
  expect(await runExample(runDelay)).toEqual(until("2026-01-02T03:14:05.000Z"));
});

test("its output is its input, unchanged, when its moment comes", () => {
  expect(runDelay.wake?.({ input, memo: null, woken: { by: "moment" } })).toEqual({
    port: "out",
    output: input,
  });
});

test.each([
  [1, "seconds", "2026-01-02T03:04:06.000Z"],
  [1.5, "hours", "2026-01-02T04:34:05.000Z"],
  [2, "days", "2026-01-04T03:04:05.000Z"],
])("%d %s", async (amount, unit, at) => {
  expect(await sleep({ amount, unit })).toEqual(until(at));
});

describe("until a moment", () => {
  test("with any zone", async () => {
    const config = { mode: "until", until: "{{ trigger.at }}" };
    expect(await sleep(config, { at: "2026-01-02T05:04:05+01:00" })).toEqual(until("2026-01-02T04:04:05Z"));
  });

  test("what an expression counts", async () => {
    expect(await sleep({ mode: "until", until: "{{ date(now).plus(1, 'days') }}" })).toEqual(
      until("2026-01-03T03:04:05Z"),
    );
  });

  test.each(["2026-01-02T03:04:05Z", "1999-01-01T00:00:00Z"])("%s is not ahead: on at once", async (at) => {
    expect(await sleep({ mode: "until", until: at })).toEqual({ port: "out", output: input });
  });

  test.each([
    "tomorrow",
    "2026-01-03",
    "2026-01-03T03:04:05",
    "2026-02-30T00:00:00Z",
    "9999-01-01T00:00:00Z",
  ])("%s fails the step", async (at) => {
    await expect(sleep({ mode: "until", until: "{{ trigger.at }}" }, { at })).rejects.toMatchObject({
      name: "NodeError",
      code: "invalid-moment",
    });
  });
});

test("no time at all goes on at once", async () => {
  expect(await sleep({ amount: 0 })).toEqual({ port: "out", output: input });
});

test.each<[JsonObject, string]>([
  [{}, "amount"],
  [{ mode: "until" }, "until"],
  [{ amount: 4000, unit: "days" }, "amount"],
  [{ amount: -1 }, "amount"],
])("%j is an issue of %s", (config, field) => {
  expect(configIssues(delay, config)).toMatchObject([{ at: [field] }]);
});

test("its card says how long", () => {
  expect(delay.summarize?.({ amount: 2, unit: "hours" }, "fr")).toBe("2 heures");
  expect(delay.summarize?.({ mode: "until", until: "{{ trigger.at }}" }, "en")).toBe("→ {{ trigger.at }}");
});
