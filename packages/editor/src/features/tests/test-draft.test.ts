import { testCaseInputSchema } from "@sluice/api/schemas";
import { describe, expect, test } from "vitest";
import { fromDraft, newTest, toDraft } from "./test-draft.ts";

const content = testCaseInputSchema.parse({
  name: "paid",
  request: { query: "a=1", headers: [{ name: "X-A", value: "b: c" }], body: '{"id":1}' },
  recorded: { ask: { port: "out", output: { ok: true } }, tell: { error: { code: "x", message: "y" } } },
  expect: {
    ...{ status: 201, execution: "succeeded", ran: ["ask"], notRan: ["no"] },
    body: { match: "equals", value: { paid: null } },
    outputs: { ask: { match: "contains", value: [1] } },
  },
});

describe("the form of a test case", () => {
  test("gives back what it was filled with", () => {
    const stored = { ...content, id: "tst_1", workflowId: "wf_1", deliveryId: null };
    const draft = toDraft({
      ...stored,
      createdAt: "2026-01-01T00:00:00Z",
      updatedAt: "2026-01-01T00:00:00Z",
    });
    expect(fromDraft(draft)).toEqual({ content });
  });

  test("expects nothing of what is left empty", () => {
    const read = fromDraft({ ...newTest(), name: " n ", status: "", execution: "" });
    expect(read).toMatchObject({ content: { name: "n", expect: {} } });
  });

  test.each([
    ["name", { name: " " }],
    ["headers", { headers: "no header" }],
    ["status", { status: "2xx" }],
    ["answer", { answer: "{" }],
    ["outputs", { outputs: '{"a": 1}' }],
    ["recorded", { recorded: '{"a": {"out": 1}}' }],
  ] as const)("says that %s cannot be read", (field, change) => {
    expect(fromDraft({ ...newTest(), name: "n", ...change })).toEqual({ wrong: [field] });
  });
});
