import { describe, expect, test } from "vitest";
import { z } from "zod";
import { edge } from "../testing/build-document.ts";
import { paymentDocument } from "../testing/payment-document.ts";
import { emptyDocument } from "./empty-document.ts";
import { documentJsonSchema } from "./json-schema.ts";

describe("the document as JSON Schema", () => {
  const schema = documentJsonSchema();

  test("it is 2020-12 and insists on what a document must have", () => {
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(schema.required).toEqual(["format", "name", "mode", "trigger", "nodes", "edges"]);
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties?.format).toMatchObject({ const: 1 });
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  test("read back, it takes documents and refuses what has another shape", () => {
    const read = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    const document = paymentDocument();
    expect(read.safeParse(document).success).toBe(true);
    expect(read.safeParse(emptyDocument("New", "sync")).success).toBe(true);
    for (const other of [
      {},
      { ...document, format: 2 },
      { ...document, mode: "both" },
      { ...document, name: "" },
      { ...document, more: true },
      { ...document, edges: [{ ...edge("trigger", "big"), color: "red" }] },
      { ...document, nodes: { "not a key": { type: "set", config: {} } } },
    ]) {
      expect(read.safeParse(other).success).toBe(false);
    }
  });
});
