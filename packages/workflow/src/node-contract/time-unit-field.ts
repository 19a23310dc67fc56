import { z } from "zod";
import { type TimeUnit, timeUnitLabels, timeUnits } from "./duration.ts";
import { type FieldHint, fieldHints } from "./field-hints.ts";

/** The unit of the length of time in the field before it. */
export function timeUnitField(given: Pick<FieldHint, "help" | "visibleWhen"> & { readonly usual: TimeUnit }) {
  const { usual, ...hint } = given;
  return z
    .enum(timeUnits)
    .default(usual)
    .register(fieldHints, {
      label: { en: "Unit", fr: "Unité" },
      value: "literal",
      options: timeUnitLabels,
      ...hint,
    });
}
