import { expect, it } from "vitest";
import { SleepingSteps } from "./sleeping-steps.ts";
import { StepControl } from "./step-control.ts";

const asleep = (node: number, until: number) => ({
  step: {
    ...{ frame: "", node, from: [], order: node, attempt: 1, cutOff: 0, memo: null, startedAt: 0 },
    control: new StepControl(),
  },
  wait: { for: "moment" as const, until },
  memo: null,
});

it("of very many that are due gives out a part, the earliest first, and keeps the rest", () => {
  const steps = new SleepingSteps();
  for (const [node, until] of [300, 100, 200, 900].entries()) steps.add(asleep(node, until));
  expect(steps.takeDue(500, 2).map(({ wait }) => wait.until)).toEqual([100, 200]);
  expect([steps.size, steps.nextDue]).toEqual([2, 300]);
  expect(steps.takeDue(500, 2).map(({ wait }) => wait.until)).toEqual([300]);
  expect(steps.takeDue(500, 2)).toEqual([]);
});
