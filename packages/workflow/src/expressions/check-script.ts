import { type Program, parse } from "acorn";
import { TextCache } from "./cache.ts";

/** Longest script that is taken, in characters. */
export const maxScriptLength = 100_000;

/** Why a script is none. `line` and `column` count from 1. */
export interface ScriptProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

const checked = new TextCache<ScriptProblem | "good">();

/**
 * Reads a script as the sandbox will: the body of a strict asynchronous function. It is only read, never run. What is in
 * order here can still be something that the sandbox's own engine does not know; that one says so when it runs.
 */
export function scriptProblem(source: string): ScriptProblem | undefined {
  const found = checked.of(source, check);
  return found === "good" ? undefined : found;
}

/** What the sandbox puts before a script: offsets of the tree count from its beginning. */
export const scriptPrefix = '"use strict";\n';

/** The syntax tree of a script. Throws what acorn throws when it is none. */
export function parseScript(source: string): Program {
  return parse(`${scriptPrefix}${source}`, {
    ecmaVersion: 2024,
    sourceType: "script",
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowHashBang: false,
  });
}

function check(source: string): ScriptProblem | "good" {
  try {
    parseScript(source);
    return "good";
  } catch (cause) {
    // Acorn descends by recursion: thousands of nested brackets end in a full stack.
    if (cause instanceof RangeError) return { message: "it is nested too deeply", line: 1, column: 1 };
    if (!(cause instanceof SyntaxError)) throw cause;
    const { line, column } = "loc" in cause ? (cause.loc as { line: number; column: number }) : START;
    const message = cause.message.replace(/ \(\d+:\d+\)$/, "").replace(/\.$/, "");
    return { message, line: Math.max(1, line - 1), column: column + 1 };
  }
}

const START = { line: 2, column: 0 };
