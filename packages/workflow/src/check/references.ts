import type { Reference } from "../expressions/references.ts";
import { type Certainty, certaintyOf } from "../graph/certainty.ts";
import { type Finding, finding } from "./finding.ts";
import { type Check, type Given, nameOf } from "./given.ts";
import type { TextPlace } from "./text-places.ts";

/** References to steps that are not there, cannot have run or may not have run; to unknown variables; to loops. */
export const references: Check = (given) => {
  const certainties = new Map<string, Certainty>();
  const certainty = (node: string) => {
    const known = certainties.get(node) ?? certaintyOf(given.document, { ...given, key: node });
    certainties.set(node, known);
    return known;
  };
  const declared = declaredVariables(given);
  return given.texts.flatMap((place) =>
    once(place.references).flatMap((reference): Finding[] => {
      const [root, name] = reference.path;
      if (root === "steps" && typeof name === "string") {
        const guarded = place.tolerant || reference.guarded || false;
        return stepFindings(given, { place, step: name, guarded, certainty });
      }
      if (root === "trigger" && typeof name === "string" && declared !== undefined && !declared.has(name)) {
        return [finding("unknown-variable", place.at, { variable: name })];
      }
      const inLoop = given.document.nodes[place.node]?.parent !== undefined;
      if ((root === "item" || root === "index" || root === "loop") && !inLoop) {
        return [finding("outside-loop", place.at, { name: root, node: nameOf(given.document, place.node) })];
      }
      return [];
    }),
  );
};

function stepFindings(
  given: Given,
  {
    place,
    step,
    guarded,
    certainty,
  }: { place: TextPlace; step: string; guarded: boolean; certainty: (node: string) => Certainty },
): Finding[] {
  const { document, acyclic } = given;
  if (!Object.hasOwn(document.nodes, step)) return [finding("unknown-step", place.at, { step })];
  const values = { step: nameOf(document, step), node: nameOf(document, place.node) };
  if (place.node === "trigger") return [finding("step-not-before", place.at, values)];
  // What stands on or behind a cycle has no order; the cycle itself is the finding.
  if (!acyclic) return [];
  const { surely, maybe } = certainty(place.node);
  if (surely.has(step) || (maybe.has(step) && guarded)) return [];
  return [finding(maybe.has(step) ? "may-be-missing" : "step-not-before", place.at, values)];
}

/** Keys of the trigger's variables; undefined when the trigger is of a kind that is not known here. */
function declaredVariables({ document }: Given): Set<unknown> | undefined {
  if (document.trigger.type !== "webhook") return undefined;
  const { variables } = document.trigger.config;
  const rows = Array.isArray(variables) ? variables : [];
  return new Set(
    rows.map((row) => (typeof row === "object" && row !== null && !Array.isArray(row) ? row.key : null)),
  );
}

/** One finding a place for each step or variable, however often it is read there; an unguarded reading counts first. */
function once(all: readonly Reference[]): Reference[] {
  const seen = new Set<string>();
  const unguardedFirst = [...all].sort(
    (one, other) => Number(one.guarded ?? false) - Number(other.guarded ?? false),
  );
  return unguardedFirst.filter(({ path }) => {
    const same = JSON.stringify(path.slice(0, 2));
    if (seen.has(same)) return false;
    seen.add(same);
    return true;
  });
}
