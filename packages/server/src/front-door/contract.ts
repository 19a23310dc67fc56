import { maxViolations } from "@sluice/workflow/json-schema";
import type { Json } from "@sluice/workflow/node-contract";
import type { ContractDeviation, Extraction } from "@sluice/workflow/variables";
import { PublicError } from "../errors.ts";
import type { CompiledHook } from "./compile-hook.ts";

/** Violations that the sentence names; all of them stand in the list. */
const inTheSentence = 10;

/**
 * Station 9: what the variables and the JSON Schema ask for. Throws 422 with what is wrong, `maxViolations` at most. It
 * says places and kinds, never what was sent.
 */
export function insistOnContract(hook: CompiledHook, extraction: Extraction, body: Json): void {
  const ofSchema = hook.schema?.check(body) ?? [];
  if (extraction.violations.length === 0 && ofSchema.length === 0) return;
  const all = [
    ...extraction.violations,
    ...ofSchema.map((one): ContractDeviation => ({ from: "body", ...one })),
  ];
  const distinct = [...new Map(all.map((one) => [`${one.from} ${one.path} ${one.expected}`, one])).values()];
  const violations = distinct.slice(0, maxViolations);
  const named = violations
    .slice(0, inTheSentence)
    .map(({ from, path, expected, got }) => `${from} ${path}: expected ${expected}, got ${got}`);
  const more = distinct.length > inTheSentence ? "; and more" : "";
  throw new PublicError("contract-violation", {
    detail: `${named.join("; ")}${more}.`,
    members: {
      violations,
      ...(distinct.length > violations.length || ofSchema.length === maxViolations
        ? { moreViolations: true }
        : {}),
    },
  });
}
