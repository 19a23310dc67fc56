// @vitest-environment happy-dom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { step } from "../../testing/steps.ts";
import { useChosenStep } from "./use-chosen-step.ts";

afterEach(cleanup);

test("a node without a step that is chosen takes the place of the one shown before", () => {
  const steps = [step({ node: "trigger" }), step({ node: "a" })];
  const { result } = renderHook(() => useChosenStep(steps, "exe_1"));
  expect(result.current.chosen?.node).toBe("a");
  act(() => result.current.chooseNode("b"));
  expect(result.current.chosen).toBeNull();
  expect(result.current.missed).toBe("b");
  act(() => result.current.chooseNode("trigger"));
  expect(result.current).toMatchObject({ chosen: { node: "trigger" }, missed: null });
});
