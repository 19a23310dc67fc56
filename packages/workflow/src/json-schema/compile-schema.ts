import type { Json } from "../node-contract/json.ts";
import { checkValue } from "./check-value.ts";
import { Evaluation, newMarks, type SchemaViolation, TooMuch } from "./evaluation.ts";
import { wordsOf } from "./phrases.ts";
import type { SchemaProblem } from "./problems.ts";
import { readSchema } from "./read-schema.ts";

export interface CompiledSchema {
  /** What is wrong with the schema; with any of them nothing is checked. */
  readonly problems: readonly SchemaProblem[];
  /** What a value does not meet, at most `maxViolations`. A value that costs too much to check is one that does not. */
  check(value: Json): readonly SchemaViolation[];
}

/** Makes a JSON Schema 2020-12 ready, once per version (decision 0080: no code is made of it, and its work is bounded). */
export function compileSchema(schema: Json): CompiledSchema {
  const read = readSchema(schema);
  const { problems } = read;
  return {
    problems,
    check(value) {
      if (problems.length > 0) return [];
      const evaluation = new Evaluation(read, checkValue);
      const marks = read.remembers ? newMarks() : undefined;
      try {
        checkValue(evaluation, schema, { value, at: undefined, marks });
      } catch (error) {
        // A caller may have used up most of the stack already.
        if (!(error instanceof TooMuch || error instanceof RangeError)) throw error;
        return [{ path: "$", expected: wordsOf({ code: "light-work" }), got: wordsOf({ code: "too-much" }) }];
      }
      return evaluation.violations;
    },
  };
}
