import { z } from "zod";
import { type FieldHint, fieldHints } from "./field-hints.ts";

/** A list of names of 1 to 200 characters, written out in the document; empty where nothing is said. */
export function namesField(
  given: Pick<FieldHint, "label" | "help" | "visibleWhen"> & {
    /** How one name is asked for. */
    readonly each: Pick<FieldHint, "label" | "placeholder">;
    readonly most: number;
  },
) {
  const { each, most, ...hint } = given;
  return z
    .array(
      z
        .string()
        .min(1)
        .max(200)
        .register(fieldHints, { ...each, value: "literal" }),
    )
    .max(most)
    .default([])
    .register(fieldHints, { ...hint, control: "list" });
}
