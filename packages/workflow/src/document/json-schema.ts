import { z } from "zod";
import { documentSchema } from "./schema.ts";

/**
 * The document as JSON Schema 2020-12, derived from the one definition. It cannot say that an edge's ends are nodes of
 * the same document, nor the limits of size and depth: `parseDocument` checks those too.
 */
export function documentJsonSchema(): z.core.JSONSchema.BaseSchema {
  return {
    ...z.toJSONSchema(documentSchema, { target: "draft-2020-12", io: "input" }),
    title: "Sluice workflow document, format 1",
  };
}
