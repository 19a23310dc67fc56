// @vitest-environment happy-dom
import { act, cleanup, render } from "@testing-library/react";
import { ReactFlowProvider, useStoreApi } from "@xyflow/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useMoving } from "./use-moving.ts";

const drawing = document.createElement("div");
let moveTo: (x: number, zoom: number) => void;

/** A drawing that stands where it is told to. */
function Drawing() {
  const flow = useStoreApi();
  useMoving();
  moveTo = (x, zoom) => act(() => flow.setState({ domNode: drawing, transform: [x, 0, zoom] }));
  return null;
}

const moves = () => drawing.hasAttribute("data-moving");

beforeEach(() => {
  vi.useFakeTimers();
  drawing.removeAttribute("data-moving");
  render(
    <ReactFlowProvider>
      <Drawing />
    </ReactFlowProvider>,
  );
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("a drawing says that it moves until no step has come for a while", () => {
  expect(moves()).toBe(false);
  moveTo(10, 1);
  expect(moves()).toBe(true);
  vi.advanceTimersByTime(150);
  moveTo(10, 1.5);
  vi.advanceTimersByTime(150);
  expect(moves()).toBe(true);
  vi.advanceTimersByTime(50);
  expect(moves()).toBe(false);
});

test("it rests when it is closed in the middle of a move", () => {
  moveTo(10, 1);
  cleanup();
  expect(moves()).toBe(false);
});
