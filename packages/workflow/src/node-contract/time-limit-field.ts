import { z } from "zod";
import { type FieldHint, fieldHints } from "./field-hints.ts";
import { numberField } from "./number-field.ts";

/**
 * How long the run of a node that times itself may take, in seconds: 0.1 to 300 and 30 where nothing is said, the same in
 * every node type that has no reason for another. `help`: what the limit is over, where that is not all of the run.
 */
export function timeLimitField(
  given: { readonly most?: number; readonly usual?: number; readonly help?: FieldHint["help"] } = {},
) {
  const { most = 300, usual = 30, help } = given;
  return numberField(z.number().min(0.1).max(most))
    .default(usual)
    .register(fieldHints, {
      label: { en: "Time limit in seconds", fr: "Limite de temps en secondes" },
      ...(help ? { help } : {}),
      control: "number",
      placeholder: String(usual),
    });
}
