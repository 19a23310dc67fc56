import { ProblemError } from "@sluice/api/client";
import { describe, expect, test } from "vitest";
import { isOwnError, isUnreachable } from "./unreachable.ts";

const problem = { type: "about:blank", code: "not-found", title: "No", detail: "No", status: 404 };

async function thrownByFetch(): Promise<unknown> {
  // A port that nothing listens on.
  return fetch("http://127.0.0.1:9/").catch((error: unknown) => error);
}

function thrownByOurselves(): unknown {
  const nothing: { readonly some?: { readonly length: number } } = JSON.parse("{}");
  try {
    return (nothing.some as { readonly length: number }).length;
  } catch (error) {
    return error;
  }
}

describe("what was thrown", () => {
  test.each<[string, () => unknown, "unreachable" | "own" | "answer"]>([
    ["by Chromium's fetch", () => new TypeError("Failed to fetch"), "unreachable"],
    [
      "by a screen of the program that is not there",
      () => new TypeError("Failed to fetch dynamically imported module: /a.js"),
      "unreachable",
    ],
    ["by Firefox", () => new TypeError("NetworkError when attempting to fetch resource."), "unreachable"],
    ["by Safari", () => new TypeError("Load failed"), "unreachable"],
    ["by Node's fetch", thrownByFetch, "unreachable"],
    ["by a slip of our own", thrownByOurselves, "own"],
    ["by a guard of our own", () => new Error("no such thing"), "own"],
    ["for an answer", () => new ProblemError(problem as never), "answer"],
    ["when a call was given up", () => new DOMException("aborted", "AbortError"), "answer"],
    ["that is no error", () => "text", "answer"],
  ])("%s", async (_what, make, kind) => {
    const error = await make();
    expect([isUnreachable(error), isOwnError(error)]).toEqual([kind === "unreachable", kind === "own"]);
  });
});
