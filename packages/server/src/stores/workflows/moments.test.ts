import { applyChanges } from "@sluice/workflow/changes";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { describe, expect, it } from "vitest";
import { contentBeside, documentOf, longestChain, staysWhole, wholeContent, wholeMark } from "./moments.ts";

const document = (name: string): WorkflowDocument => ({
  ...{ format: 1, name, mode: "async", trigger: { type: "webhook", config: {} }, nodes: {}, edges: [] },
  description: "x".repeat(1000),
});

describe("how a moment is kept", () => {
  it("as what changed, where that is shorter", () => {
    const whole = wholeContent(document("before"));
    expect(whole.startsWith(wholeMark)).toBe(true);
    const beside = contentBeside(whole, { revision: 7, document: document("after") });
    expect(beside.length).toBeLessThan(200);
    const { newer, changes } = JSON.parse(beside);
    expect(newer).toBe(7);
    expect(applyChanges(document("after"), changes)).toEqual(document("before"));
    const other = { ...document("before"), description: "y" };
    expect(contentBeside(wholeContent(other), { revision: 7, document: document("after") })).toBe(
      wholeContent(other),
    );
    // What is kept as changes already stays so.
    expect(contentBeside(beside, { revision: 8, document: document("later") })).toBe(beside);
  });

  it("whole where the changes before it are as long, or too many", () => {
    const text = "x".repeat(100);
    const changed = (bytes: number) => ({ bytes, whole: false });
    expect(staysWhole(text, [])).toBe(false);
    expect(staysWhole(text, [changed(60), changed(39)])).toBe(false);
    expect(staysWhole(text, [changed(60), changed(40)])).toBe(true);
    expect(staysWhole(text, [changed(60), { bytes: 999, whole: true }, changed(60)])).toBe(false);
    expect(staysWhole(text, Array(longestChain).fill(changed(0)))).toBe(true);
  });

  it("is not made up where a newer one that it needs is gone", () => {
    const content = contentBeside(wholeContent(document("a")), { revision: 3, document: document("b") });
    const rows = [
      { revision: 2, content },
      { revision: 3, content: wholeContent(document("b")) },
    ];
    expect(documentOf(rows, document("draft"))).toEqual(document("a"));
    expect(
      documentOf([rows[0] ?? { revision: 2, content }, { revision: 4, content: null }], document("draft")),
    ).toBeUndefined();
    expect(documentOf([], document("draft"))).toBeUndefined();
  });
});
