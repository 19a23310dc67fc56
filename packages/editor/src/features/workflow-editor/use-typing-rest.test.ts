// @vitest-environment happy-dom
import { act, cleanup, fireEvent, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { typingRest, useTypingRest } from "./use-typing-rest.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const hook = () => renderHook(({ awaited }) => useTypingRest(awaited), { initialProps: { awaited: false } });
const wait = (time: number) => act(() => vi.advanceTimersByTime(time));

test("where nobody types it comes at once", () => {
  const { result, rerender } = hook();
  rerender({ awaited: true });
  expect(result.current).toBe(true);
});

test("in the middle of typing it waits for a pause, and stays while the person goes on", () => {
  const { result, rerender } = hook();
  fireEvent.keyDown(window, { key: "a" });
  rerender({ awaited: true });
  expect(result.current).toBe(false);
  wait(typingRest - 1);
  fireEvent.keyDown(window, { key: "b" });
  wait(typingRest - 1);
  expect(result.current).toBe(false);
  wait(1);
  expect(result.current).toBe(true);
  fireEvent.keyDown(window, { key: "c" });
  expect(result.current).toBe(true);
  rerender({ awaited: false });
  expect(result.current).toBe(false);
});
