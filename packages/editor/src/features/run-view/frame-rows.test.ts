import { describe, expect, it } from "vitest";
import { step } from "../../testing/steps.ts";
import { iterationsIn, type RunRow, rowsOf } from "./frame-rows.ts";

const iterations = (started: number, failed = 0) => ({
  total: started,
  started,
  succeeded: started - failed,
  failed,
});
const steps = [
  step({ node: "trigger" }),
  step({ node: "each", type: "loop", iterations: iterations(3, 1) }),
  step({ node: "after" }),
];
const read: Record<string, ReturnType<typeof step>[]> = {
  "each[1]": [
    step({ node: "one", frame: "each[1]" }),
    step({ node: "inner", frame: "each[1]", type: "loop", iterations: iterations(2) }),
  ],
  "each[1]/inner[0]": [step({ node: "two", frame: "each[1]/inner[0]" })],
};
const rows = (chosen: Record<string, number>, more: Partial<Parameters<typeof rowsOf>[0]> = {}) =>
  rowsOf({
    steps,
    stepsOf: (frame) => read[frame],
    chosen: (_, path) => chosen[path] ?? 0,
    once: () => false,
    ...more,
  });
const written = (list: readonly RunRow[]) =>
  list.map((row) =>
    row.kind === "step"
      ? `${"-".repeat(row.depth)}${row.step.node}`
      : `${"-".repeat(row.depth)}(${row.index} ${row.state})`,
  );

describe("given an execution with containers", () => {
  it("when an iteration is chosen, then its steps stand below the container, at any depth", () => {
    const shown = rows({ each: 1 });
    expect(written(shown.rows)).toEqual([
      "trigger",
      "each",
      "-(1 loaded)",
      "-one",
      "-inner",
      "--(0 loaded)",
      "--two",
      "after",
    ]);
    expect(shown.frames).toEqual(["each[1]", "each[1]/inner[0]"]);
    expect(shown.steps.map(({ node }) => node)).toEqual(["trigger", "each", "one", "inner", "two", "after"]);
  });

  it("when its steps are not read yet, then the frame is asked for and nothing stands there", () => {
    const shown = rows({ each: 2 });
    expect(written(shown.rows)).toEqual(["trigger", "each", "-(2 loading)", "after"]);
    expect(shown.frames).toEqual(["each[2]"]);
  });

  it("when the choice is beyond the last iteration, then the last one is shown", () => {
    expect(rows({ each: 99 }).frames).toEqual(["each[2]"]);
  });

  it("when a loop had nothing to repeat, then no frame is asked for", () => {
    const empty = [step({ node: "each", iterations: { ...iterations(0), total: 0 } })];
    const shown = rows({}, { steps: empty });
    expect(written(shown.rows)).toEqual(["each", "-(null none)"]);
    expect(shown.frames).toEqual([]);
  });

  it("when a frame is written out, then people count from one", () => {
    expect(iterationsIn("each[3]/inner[0]")).toEqual([
      { node: "each", number: 4 },
      { node: "inner", number: 1 },
    ]);
    expect(iterationsIn("")).toEqual([]);
  });
});
