import { expect, it } from "vitest";
import { descriptionOf, draftOfType, newType, readText } from "./event-type-draft.ts";

it("a type of event goes to the API as it was typed, and comes back", () => {
  const draft = {
    ...{ ...newType, type: " order.paid ", description: "Paid", onMismatch: "refuse" as const },
    ...{ schema: '{"type":"object"}', example: "" },
  };
  const given = descriptionOf(draft);
  expect(given).toEqual({
    ...{ type: "order.paid", description: "Paid", schema: { type: "object" }, example: null },
    onMismatch: "refuse",
  });
  if (!given) throw new Error("it is not complete");
  expect(descriptionOf(draftOfType({ ...given, origin: "described" }))).toEqual(given);
});

it.each([
  ["without a name", { type: "" }],
  ["with a schema that is no JSON", { schema: "{" }],
  ["with a schema that is no object", { schema: "[1]" }],
  ["with an example that is no JSON", { example: "{a:1}" }],
])("it does not go %s", (_, part) => {
  expect(descriptionOf({ ...newType, type: "a.b", ...part })).toBeUndefined();
});

it("without a schema nothing is refused, and a wrong line is named", () => {
  expect(descriptionOf({ ...newType, type: "a.b", onMismatch: "refuse" })?.onMismatch).toBe("take");
  expect(readText('{\n"a": }')).toEqual({ ok: false, line: 2 });
});
