import { afterAll, vi } from "vitest";

/** Test files share a process and its simulated page: what one leaves on it, or has put in place of something, is no other's. */
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  if (typeof document === "undefined") return;
  document.body.replaceChildren();
  localStorage.clear();
  sessionStorage.clear();
});
