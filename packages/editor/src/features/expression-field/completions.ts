import { type FunctionEntry, functionTable, splitTemplate } from "@sluice/workflow/expressions";
import type { Language } from "@sluice/workflow/node-contract";
import { shortJson } from "../../document/short-json.ts";
import type { Variable } from "../../document/variables.ts";
import { elementOf } from "./arrow-parameters.ts";

/** What the text of a field is: with `{{ }}`, one bare expression, JavaScript for the sandbox, or none of these. */
export type FieldMode = "template" | "expression" | "script" | "literal";

export interface Suggestion {
  readonly label: string;
  readonly kind: "variable" | "function" | "method" | "namespace";
  /** What stands beside the label: an alias, a type, a signature. */
  readonly detail?: string;
  readonly help?: string;
  readonly example?: string;
  /** It may not be there. */
  readonly missing?: true;
  /** Text to write; the label where it is left out. */
  readonly insert?: string;
  /** Moves the caret back by so many characters after writing. */
  readonly caret?: number;
}

export interface Suggestions {
  /** Where the replaced text begins. It ends at the caret. */
  readonly from: number;
  readonly list: readonly Suggestion[];
}

export interface CompletionSource {
  readonly text: string;
  /** Position of the caret. */
  readonly at: number;
  readonly mode: FieldMode;
  readonly variables: readonly Variable[];
  readonly language: Language;
}

/** What can be written at the caret of a field; null where nothing can be said. */
export function completionsAt(source: CompletionSource): Suggestions | null {
  const { text, at, mode } = source;
  if (mode === "literal") return null;
  const begin = beginOf(source);
  if (begin === null) return null;
  const before = text.slice(begin, at);
  if (insideQuotes(before)) return null;
  const chain = /((?:[A-Za-z_$][\w$]*|\[(?:\d+|"[^"]*")\]|\.)*)$/.exec(before)?.[1] ?? "";
  const dot = chain.lastIndexOf(".");
  const word = chain.slice(dot + 1);
  const from = at - word.length;
  if (dot !== -1) {
    const written = chain.slice(0, dot);
    const root = /^[\w$]+/.exec(written)?.[0] ?? "";
    const element = root === "" ? undefined : elementOf(root, before.slice(0, -chain.length));
    const owner = element === undefined ? written : element + written.slice(root.length);
    return { from, list: membersOf(owner, source) };
  }
  if (/[\])]$/.test(before.slice(0, before.length - word.length)) && word === "") return null;
  if (/\)\.?$/.test(before.slice(0, before.length - word.length)))
    return mode === "script" ? null : { from, list: methods(source.language) };
  return { from, list: beginnings(word, source) };
}

/** Where that begins which the caret stands in; null outside of everything that can be completed. */
function beginOf({ text, at, mode }: CompletionSource): number | null {
  if (mode === "expression") return 0;
  // A quote in an earlier line of a script (it may be in a comment) says nothing about this one.
  return mode === "script" ? text.lastIndexOf("\n", at - 1) + 1 : expressionAround(text, at);
}

/** Where the expression that the caret stands in begins; null outside of braces. */
function expressionAround(text: string, at: number): number | null {
  for (const piece of splitTemplate(text)) {
    if (piece.kind === "expression" && at >= piece.from && at <= piece.to) return piece.from;
    if (piece.kind === "unclosed" && at >= piece.from + 2) return piece.from + 2;
  }
  return null;
}

function insideQuotes(text: string): boolean {
  let open = "";
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (open !== "" && character === "\\") at += 1;
    else if (open === "" && (character === '"' || character === "'")) open = character;
    else if (character === open) open = "";
  }
  return open !== "";
}

function membersOf(owner: string, { variables, language, mode }: CompletionSource): readonly Suggestion[] {
  // The functions of expressions are not there in JavaScript, and its own are known to who writes it.
  if (mode === "script") return fieldsOf(find(variables, owner));
  const namespace = functionTable.filter(
    ({ kind, name }) => kind === "namespace" && name.startsWith(`${owner}.`),
  );
  if (namespace.length > 0) {
    return namespace.map((entry) => ofFunction(entry, language, entry.name.slice(owner.length + 1)));
  }
  const found = find(variables, owner);
  const fields = fieldsOf(found);
  const hasRoot = variables.some(({ expression }) => expression === owner);
  return hasRoot ? fields : [...fields, ...methods(language, found)];
}

function fieldsOf(owner: Variable | undefined): readonly Suggestion[] {
  return (owner?.children ?? []).filter(({ name }) => !name.startsWith("[")).map(ofVariable);
}

/** Methods that the value may have: all where its type is not known. */
function methods(language: Language, owner?: Variable): readonly Suggestion[] {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    string: ["text"],
    datetime: ["text"],
    number: ["number"],
    integer: ["number"],
    array: ["list"],
    boolean: [],
    object: [],
  };
  const wanted = kinds[owner?.type ?? ""] ?? ["text", "list", "number", "date"];
  const seen = new Set<string>();
  return functionTable.flatMap((entry) => {
    if (!wanted.includes(entry.kind) || seen.has(entry.name)) return [];
    seen.add(entry.name);
    return [{ ...ofFunction(entry, language), kind: "method" as const }];
  });
}

/** What an expression can begin with; with a word, also the variables whose last part begins so. */
function beginnings(word: string, { variables, language, mode }: CompletionSource): readonly Suggestion[] {
  const roots = variables.map(ofVariable);
  const functions = functionTable
    .filter(({ kind }) => kind === "function")
    .map((entry) => ofFunction(entry, language));
  const names = new Set(
    functionTable.flatMap(({ kind, name }) => (kind === "namespace" ? [name.split(".")[0] ?? ""] : [])),
  );
  const namespaces = [...names].map((label): Suggestion => ({ label, kind: "namespace" }));
  const leaves = flatten(variables.flatMap((root) => (root.name === "request" ? [] : root.children))).filter(
    ({ name, alias }) =>
      word === "" ||
      name.toLowerCase().includes(word.toLowerCase()) ||
      alias?.toLowerCase().includes(word.toLowerCase()),
  );
  const deep = leaves.map(
    (variable): Suggestion => ({ ...ofVariable(variable), label: variable.expression }),
  );
  if (mode === "script") return [...deep.slice(0, 60), ...roots];
  return [...deep.slice(0, 60), ...roots, ...functions, ...namespaces];
}

function flatten(variables: readonly Variable[]): readonly Variable[] {
  return variables.flatMap((variable) => [variable, ...flatten(variable.children)]);
}

function find(variables: readonly Variable[], expression: string): Variable | undefined {
  for (const variable of variables) {
    if (variable.expression === expression) return variable;
    const below = find(variable.children, expression);
    if (below) return below;
  }
  return undefined;
}

function ofVariable({ name, alias, type, example, missing }: Variable): Suggestion {
  const kind = type === undefined || missing === undefined ? type : `${type}?`;
  const detail = [alias, kind].filter((part) => part !== undefined).join(" · ");
  return {
    label: name,
    kind: "variable",
    ...(detail === "" ? {} : { detail }),
    ...(missing ? { missing } : {}),
    ...(example === undefined ? {} : { example: shortJson(example) }),
  };
}

function ofFunction(entry: FunctionEntry, language: Language, label = entry.name): Suggestion {
  const constant = entry.constant !== undefined;
  return {
    label,
    kind: "function",
    detail: entry.signature,
    help: entry.help[language],
    example: `${entry.example.expression} → ${shortJson(entry.example.result)}`,
    ...(constant ? {} : { insert: `${label}()`, caret: entry.takes[1] === 0 ? 0 : 1 }),
  };
}
