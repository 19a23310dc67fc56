import type { TriggerVariable } from "@sluice/workflow/document";
import { expect, it } from "vitest";
import { fieldsDocs } from "./fields-docs.ts";

const schema = {
  required: ["order", "rows"],
  properties: {
    order: { required: ["id"], properties: { id: {}, note: {} } },
    rows: { items: { required: ["sku"] } },
    later: { required: ["id"] },
  },
};

it.each([
  ["order", true],
  ["order.id", true],
  ["order.id.deep", false],
  ["order.note", false],
  ["later.id", false],
  ["rows", true],
  ["rows[*].sku", false],
  ["order.constructor", false],
])("tells a sender that %s is required, by the schema: %s", (path, expected) => {
  const variable = { key: "a", from: "body", path, type: "string", required: false } as TriggerVariable;
  expect(fieldsDocs([variable], schema)[0]?.required).toBe(expected);
  expect(fieldsDocs([{ ...variable, from: "query" }], schema)[0]?.required).toBe(false);
  expect(fieldsDocs([variable])[0]?.required).toBe(false);
});
