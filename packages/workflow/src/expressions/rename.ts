import { findReferencesInExpression } from "./find-references.ts";
import type { Reference } from "./references.ts";
import { findReferencesInScript } from "./script-references.ts";
import { splitTemplate } from "./split-template.ts";

/** A key of a node, a key of a trigger variable, a field of a node's output: each with its new name. */
export interface Rename {
  /** Also renames `loop.<key>` and `execution.callbacks.<key>`: what loops and what waits is a node. Many at once, by their old names, take one pass. */
  readonly steps?: { readonly from: string; readonly to: string } | ReadonlyMap<string, string>;
  readonly trigger?: { readonly from: string; readonly to: string };
  /** A field at the top of what a step gives; it may have any name. */
  readonly output?: { readonly step: string; readonly from: string; readonly to: string };
}

/**
 * Rewrites the references of a template: `steps.old`, `steps?.old`, `steps["old"]`, `"old" in steps`. Every
 * other character stays as it is, and so does an expression that cannot be parsed.
 */
export function renameInTemplate(text: string, rename: Rename): string {
  if (!text.includes("{{")) return text;
  let renamed = "";
  let end = 0;
  for (const piece of splitTemplate(text)) {
    if (piece.kind !== "expression") continue;
    renamed += text.slice(end, piece.from) + renameInExpression(piece.source, rename);
    end = piece.to;
  }
  return renamed + text.slice(end);
}

/** The same for a bare expression. */
export function renameInExpression(source: string, rename: Rename): string {
  return withEdits(source, findReferencesInExpression(source), rename);
}

/** The same for a script: one that gives a name like `steps` to something of its own keeps what it reads by that name. */
export function renameInScript(source: string, rename: Rename): string {
  return withEdits(source, findReferencesInScript(source).references, rename);
}

function withEdits(source: string, references: readonly Reference[], rename: Rename): string {
  const edits = references.flatMap((reference) => editOf(reference, source, rename));
  edits.sort((one, other) => one.from - other.from);
  let renamed = "";
  let end = 0;
  for (const { from, to, text } of edits) {
    if (from < end) continue;
    renamed += source.slice(end, from) + text;
    end = to;
  }
  return renamed + source.slice(end);
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function newName(change: Rename["steps"], key: string | number | undefined): string | undefined {
  if (change === undefined || typeof key !== "string") return undefined;
  if ("from" in change) return key === change.from ? change.to : undefined;
  return change.get(key);
}

function editOf({ path, parts, shorthand }: Reference, source: string, rename: Rename): Edit[] {
  const { at, to } = renamedPart(path, rename) ?? {};
  const place = at === undefined ? undefined : parts[at];
  if (at === undefined || to === undefined || place === undefined) return [];
  const written = source.slice(place.from, place.to);
  const plain = /^[A-Za-z_$][\w$]*$/.test(to);
  // `({ old }) => old` becomes `({ renamed: old }) => old`: the parameter's own name stays.
  if (shorthand === true && path.length === at + 1)
    return [{ ...place, text: `${plain ? to : JSON.stringify(to)}: ${written}` }];
  const quote = /^["'`]/.exec(written)?.[0] ?? "";
  if (plain) return [{ ...place, text: `${quote}${to}${quote}` }];
  // A name that cannot stand behind a dot is quoted: `.old` becomes `["a b"]`, `?.old` becomes `?.["a b"]`.
  const dot = quote === "" ? /(\?)?\.\s*$/.exec(source.slice(0, place.from)) : null;
  if (dot === null) return [{ ...place, text: JSON.stringify(to) }];
  return [{ from: dot.index, to: place.to, text: `${dot[1] ? "?." : ""}[${JSON.stringify(to)}]` }];
}

/** Which part of a path has another name now. */
function renamedPart(path: Reference["path"], rename: Rename): { at: number; to: string } | undefined {
  const [root, step] = path;
  const isCallback = root === "execution" && path[1] === "callbacks";
  const isStep = root === "steps" || root === "loop" || isCallback;
  const change = isStep ? rename.steps : root === "trigger" ? rename.trigger : undefined;
  const at = isCallback ? 2 : 1;
  const to = newName(change, path[at]);
  if (to !== undefined) return { at, to };
  const { output } = rename;
  const field = output && root === "steps" && step === output.step ? newName(output, path[2]) : undefined;
  return field === undefined ? undefined : { at: 2, to: field };
}
