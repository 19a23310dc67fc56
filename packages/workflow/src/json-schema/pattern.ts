import { RE2JS } from "re2js";
import { maxPatternLength, maxPatternProgram } from "./limits.ts";

/** A compiled `pattern`: found anywhere in a text, in time linear in the text times `size`. */
export interface SchemaPattern {
  readonly size: number;
  isFoundIn(text: string): boolean;
}

/**
 * Compiles a pattern written as in JavaScript for re2js, which knows no backtracking, and so neither look-around nor
 * back references. Throws an `Error` that says why a pattern is not taken.
 */
export function schemaPattern(source: string): SchemaPattern {
  if (source.length > maxPatternLength) throw new Error(`it has more than ${maxPatternLength} characters`);
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(RE2JS.translateRegExp(source));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(reason.replace(/^error parsing regexp: /, ""), { cause });
  }
  const size = compiled.programSize();
  if (size > maxPatternProgram) throw new Error(`it has more than ${maxPatternProgram} instructions`);
  return { size, isFoundIn: (text) => compiled.test(text) };
}
