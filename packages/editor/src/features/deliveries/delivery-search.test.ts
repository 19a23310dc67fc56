import { describe, expect, test } from "vitest";
import { fieldOf } from "../../ui/moment-field.tsx";
import { filterOf } from "./delivery-search.ts";

describe("the filter of an address", () => {
  test.each([
    [{}, {}],
    [
      { verdict: "refused", reason: "unauthorized", q: "x" },
      { verdict: "refused", reason: "unauthorized" },
    ],
    [{ verdict: "maybe", status: "200x", from: "yesterday" }, {}],
    [
      { status: "4xx", workflowId: "wf_1" },
      { status: "4xx", workflowId: "wf_1" },
    ],
    [{ from: "2026-01-31T09:30:00Z" }, { from: "2026-01-31T09:30:00.000Z" }],
  ])("%j means %j", (search, filter) => {
    expect(filterOf(search)).toEqual(filter);
  });

  test("a moment is shown as it is typed, in the reader's zone", () => {
    const typed = "2026-01-31T09:30";
    expect(fieldOf(new Date(typed).toISOString())).toBe(typed);
    expect(fieldOf(undefined)).toBe("");
    expect(fieldOf("soon")).toBe("");
  });
});
