import { portsOf } from "@sluice/workflow/graph";
import { configIssues, type JsonObject, type Woken } from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { runExample, runNode } from "../testing/run-node.ts";
import { wait } from "./definition.ts";
import { runWait } from "./run.ts";

const wake = (woken: Woken) => runWait.wake?.({ input: { a: 1 }, memo: null, woken });
const portsWith = (config: JsonObject) =>
  portsOf({ wait }, { type: "wait", config })?.map(({ port }) => port);

test("the example asks a person, for three days", async () => {
  expect(await runExample(runWait)).toEqual({
    wait: {
      for: "approval",
      until: Date.parse("2026-01-05T03:04:05.000Z"),
      title: "Refund A-17?",
      message: "Ada asks for 21 back.",
    },
  });
});

test("a title is one line, whatever was written into it", async () => {
  const config = { for: "approval", title: " Refund A-17?\r\n  21 EUR\nto Ada\n" };
  expect(await runNode(runWait, { config })).toMatchObject({ wait: { title: "Refund A-17? 21 EUR to Ada" } });
});

test("without a limit it waits as long as it takes", async () => {
  expect(await runNode(runWait, { config: {} })).toEqual({ wait: { for: "callback", until: null } });
});

describe("what comes", () => {
  test("a callback leaves by out with what was posted", () => {
    expect(wake({ by: "callback", body: { ok: true }, query: { q: "1" }, headers: { a: "b" } })).toEqual({
      port: "out",
      output: { body: { ok: true }, query: { q: "1" }, headers: { a: "b" } },
    });
  });

  test.each([
    [true, "out"],
    [false, "rejected"],
  ])("a decision (approved: %j) leaves by %s with who decided", (approved, port) => {
    expect(wake({ by: "approval", approved, comment: "fine", person: "ada@example.com" })).toEqual({
      port,
      output: { approved, comment: "fine", person: "ada@example.com" },
    });
  });

  test("nothing in time leaves by timeout", () => {
    expect(wake({ by: "moment" })).toEqual({ port: "timeout", output: { timedOut: true } });
  });
});

test("exits are there only when something can leave by them", () => {
  expect(portsWith({})).toEqual(["out"]);
  expect(portsWith({ timeout: 5 })).toEqual(["out", "timeout"]);
  expect(portsWith({ for: "approval" })).toEqual(["out", "rejected"]);
  expect(portsWith({ for: "approval", timeout: "{{ trigger.days }}" })).toEqual([
    "out",
    "rejected",
    "timeout",
  ]);
});

test.each<[JsonObject, string]>([
  [{ for: "approval" }, "title"],
  [{ for: "approval", title: "" }, "title"],
  [{ for: "approval", title: " \n " }, "title"],
  [{ timeout: -1 }, "timeout"],
  [{ timeout: 5000 }, "timeout"],
])("%j is an issue of %s", (config, field) => {
  expect(configIssues(wait, config)).toMatchObject([{ at: [field] }]);
});

test("its card says what it waits for", () => {
  expect(wait.summarize?.({}, "en")).toBe("a callback");
  expect(wait.summarize?.({ for: "approval", title: "Refund?", timeout: 3 }, "fr")).toBe(
    "Refund? · ≤ 3 jours",
  );
});
