import type { WorkflowDocument } from "../document/schema.ts";
import { findReferencesInExpression } from "../expressions/find-references.ts";
import { parseExpression } from "../expressions/parse.ts";
import type { Reference } from "../expressions/references.ts";
import { findReferencesInScript } from "../expressions/script-references.ts";
import { splitTemplate } from "../expressions/split-template.ts";
import { renaming, rewriteTexts, type TextKind, type TextPath } from "./references.ts";

/** A text that may read what is renamed, in a way that no renaming can follow. */
export interface Unfollowed {
  readonly at: TextPath;
  /** `unreadable`: it cannot be parsed; `computed`: it reads by a key that only a run knows, or hands the whole on. */
  readonly why: "unreadable" | "computed";
}

/**
 * The places that `rename-key` (`kind: "step"`) or `rename-variable` (`"variable"`) of this key leaves behind and that
 * a person should look at. Places that name the key in a way that is followed are not among them.
 */
export function unfollowedReferences(
  document: WorkflowDocument,
  { kind, key }: { kind: "step" | "variable"; key: string },
): readonly Unfollowed[] {
  const roots = kind === "step" ? ["steps", "loop", "execution"] : ["trigger"];
  // Not a name that any key can have: what still names the key afterwards was not followed.
  const change = { from: key, to: "\u0000" };
  const rename = renaming(kind === "step" ? { steps: change } : { trigger: change });
  const named = new RegExp(`(?<![\\w$])${key}(?![\\w$])`);
  const rooted = new RegExp(`(?<![\\w$.])(?:${roots.join("|")})(?![\\w$])`);
  const found: Unfollowed[] = [];
  const judge = (source: string, textKind: Exclude<TextKind, "template">): Unfollowed["why"] | undefined => {
    const { references, parsed } = read(source, textKind);
    const own = references.filter(({ path: [root] }) => roots.includes(String(root)));
    if (own.some(({ open, path }) => open && isWhole(path))) return "computed";
    const left = rename(source, textKind, []);
    if (!named.test(left) || !rooted.test(left)) return undefined;
    if (!parsed) return "unreadable";
    return own.some(({ path }) => isWhole(path)) ? "computed" : undefined;
  };
  rewriteTexts(document, (text, textKind, at) => {
    const sources =
      textKind === "template"
        ? splitTemplate(text).flatMap((piece) => (piece.kind === "expression" ? [piece.source] : []))
        : [text];
    for (const source of sources) {
      const why = judge(source, textKind === "template" ? "expression" : textKind);
      if (why === undefined) continue;
      found.push({ at, why });
      break;
    }
    return text;
  });
  return found;
}

/** The whole of a root is read, without a key: `Object.keys(steps)`. */
function isWhole(path: Reference["path"]): boolean {
  if (path[0] === "execution") return path.length === 2 && path[1] === "callbacks";
  return path.length === 1;
}

/** What a text reads. A script that shadows a root of keys counts as not read: its own names hide what it means. */
function read(
  source: string,
  kind: "expression" | "script",
): { references: readonly Reference[]; parsed: boolean } {
  if (kind === "script") {
    const { references, shadowed, parsed } = findReferencesInScript(source);
    return { references, parsed: parsed && [...shadowed].every((root) => root === "request") };
  }
  try {
    parseExpression(source);
    return { references: findReferencesInExpression(source), parsed: true };
  } catch {
    return { references: [], parsed: false };
  }
}
