import type { Expectations, Step } from "@sluice/api/schemas";
import { describe, expect, it } from "vitest";
import { judge, type Outcome } from "./judge.ts";

const step = (more: Partial<Step>): Step => ({
  ...{ node: "a", type: "set", status: "succeeded", port: "out", input: null, output: null, error: null },
  ...{ rules: null, attempts: 1, failedAttempts: [], frame: "", iterations: null, waiting: null },
  ...{ cached: false, log: [], spent: null, startedAt: null, finishedAt: null },
  ...more,
});
const outcome: Outcome = {
  answer: { status: 200, body: '{"ok":true,"id":7}' },
  execution: {
    status: "succeeded",
    steps: [
      step({ node: "a", output: { total: 3, more: 1 } }),
      step({ node: "b", status: "skipped" }),
      step({ node: "big", output: { $cut: { value: "big/1", bytes: 9, preview: "" } } }),
    ],
    values: new Map([["big/1", { rows: 2 }]]),
  },
};

describe("judge", () => {
  it.each<[string, Expectations, object[]]>([
    ["nothing expected", {}, []],
    [
      "everything met",
      {
        ...{ status: 200, execution: "succeeded", ran: ["a"], notRan: ["b"] },
        body: { match: "contains", value: { ok: true } },
        outputs: { a: { match: "contains", value: { total: 3 } } },
      },
      [],
    ],
    ["another status", { status: 201 }, [{ expectation: "status", expected: 201, got: 200 }]],
    [
      "more in the body",
      { body: { match: "equals", value: { ok: true } } },
      [{ expectation: "body", path: "id", got: 7 }],
    ],
    ["a text in the body", { body: { match: "contains", value: '"id":7' } }, []],
    [
      "another text",
      { body: { match: "equals", value: "ok" } },
      [{ expectation: "body", expected: "ok", got: outcome.answer.body }],
    ],
    ["another end", { execution: "failed" }, [{ expectation: "execution", got: "succeeded" }]],
    ["a step that was skipped", { ran: ["b"] }, [{ expectation: "ran", node: "b" }]],
    ["a step that ran", { notRan: ["a"] }, [{ expectation: "not-ran", node: "a" }]],
    [
      "another output",
      { outputs: { a: { match: "contains", value: { total: 4 } } } },
      [{ expectation: "output", node: "a", path: "total", expected: 4, got: 3 }],
    ],
    [
      "the output of a step that did not run",
      { outputs: { b: { match: "contains", value: null } } },
      [{ expectation: "output", node: "b", expected: null }],
    ],
    ["an output that is kept elsewhere", { outputs: { big: { match: "equals", value: { rows: 2 } } } }, []],
  ])("says of %s what is to be said", (_, expectations, failures) => {
    const found = judge(expectations, outcome);
    expect(found).toHaveLength(failures.length);
    expect(found).toMatchObject(failures);
  });

  it("takes a request that started nothing as an end of its own", () => {
    const refused: Outcome = { answer: { status: 422, body: "" }, execution: null };
    expect(judge({ status: 422, execution: "none", notRan: ["a"] }, refused)).toEqual([]);
    expect(judge({ execution: "succeeded" }, refused)).toMatchObject([{ got: "none" }]);
  });

  it("fails whatever is expected when something was not recorded", () => {
    const error = { code: "not-recorded", message: "nothing recorded" };
    const execution = { status: "failed", steps: [step({ node: "call", status: "failed", error })] };
    const found = judge({}, { ...outcome, execution: { ...execution, values: new Map() } });
    expect(found).toMatchObject([{ expectation: "recorded", node: "call" }]);
  });
});
