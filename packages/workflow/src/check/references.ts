import { isTriggerType } from "../document/trigger-types.ts";
import { scheduleVariables } from "../document/triggers.ts";
import type { Reference } from "../expressions/references.ts";
import { type Certainty, certaintyOf } from "../graph/certainty.ts";
import { scopeOf, scopesAround } from "../graph/graph.ts";
import { type Finding, finding } from "./finding.ts";
import { type Check, type Given, named } from "./given.ts";
import { lineOf } from "./script-line.ts";
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
      const [root, name, third] = reference.path;
      if (place.script) return scriptFindings(given, { place, reference, declared, certainty });
      if (root === "trigger" && typeof name === "string" && declared !== undefined && !declared.has(name)) {
        return [finding("unknown-variable", place.at, { variable: name })];
      }
      if (place.early) return root === "trigger" || root === "request" ? [] : [tooEarly(place, root)];
      if (root === "steps" && typeof name === "string") {
        const guarded = place.tolerant || reference.guarded || false;
        return stepFindings(given, { place, step: name, guarded, certainty });
      }
      if (root === "execution" && name === "callbacks" && typeof third === "string") {
        return callbackFindings(given, place, third);
      }
      if (root === "item" || root === "index" || root === "loop")
        return loopFindings(given, place, reference);
      return [];
    }),
  );
};

/**
 * What a script reads and cannot get. Warnings: a script may ask first, in ways that nobody sees from outside, and so it is
 * said neither of a step that may be missing.
 */
function scriptFindings(
  given: Given,
  read: {
    readonly place: TextPlace;
    readonly reference: Reference;
    readonly declared: ReadonlySet<unknown> | undefined;
    readonly certainty: (node: string) => Certainty;
  },
): Finding[] {
  const { place, reference, declared, certainty } = read;
  const [root, name] = reference.path;
  // `steps.hasOwnProperty` and the like are there in every object.
  if (typeof name !== "string" || name in {}) return [];
  const line = lineOf(place.text, reference.from);
  if (root === "trigger" && declared !== undefined && !declared.has(name))
    return [finding("unknown-variable-in-code", place.at, { variable: name, line })];
  if (root !== "steps") return [];
  const [found] = stepFindings(given, { place, step: name, guarded: true, certainty });
  if (found === undefined) return [];
  if (found.code === "unknown-step") return [finding("unknown-step-in-code", place.at, { step: name, line })];
  const names = named(given, { step: name, node: place.node });
  return [finding("step-not-before-in-code", place.at, { ...names, line })];
}

function tooEarly(place: TextPlace, root: string | number | undefined): Finding {
  return finding("not-readable-here", place.at, { name: String(root) });
}

interface Read {
  readonly place: TextPlace;
  readonly step: string;
  readonly guarded: boolean;
  readonly certainty: (node: string) => Certainty;
}

function stepFindings(given: Given, { place, step, guarded, certainty }: Read): Finding[] {
  const { document, acyclic } = given;
  if (!Object.hasOwn(document.nodes, step)) return [finding("unknown-step", place.at, { step })];
  const values = named(given, { step, node: place.node });
  const around = scopesAround(document, place.node);
  if (around.includes(step)) return [finding("container-not-ended", place.at, values)];
  const outside = scopesAround(document, step).find((scope, index, all) => {
    return !around.includes(scope) && around.includes(all[index + 1] ?? "");
  });
  if (outside !== undefined) {
    const remedy = remedyFor(given, place, outside);
    const names = named(given, { step, node: place.node, container: outside });
    return [finding("inside-container", place.at, { ...names, remedy })];
  }
  if (place.node === "trigger") return [finding("step-not-before", place.at, values)];
  // What stands on or behind a cycle has no order; the cycle itself is the finding.
  if (!acyclic) return [];
  const { surely, maybe } = certainty(place.node);
  if (surely.has(step) || (maybe.has(step) && guarded)) return [];
  return [finding(maybe.has(step) ? "may-be-missing" : "step-not-before", place.at, values)];
}

/** What of a container can be read in place of what stands inside it. */
function remedyFor({ document, types }: Given, place: TextPlace, container: string): string {
  // A loop that asks before each iteration has the output of the one before at hand.
  if (place.iterates && place.node === container) return "item";
  const type = document.nodes[container]?.type ?? "";
  const repeats = Object.hasOwn(types, type) && types[type]?.container?.repeats;
  return `steps.${container}${repeats ? ".results" : ""}`;
}

/** A callback belongs to one run of a body: it is known in there, and in the containers inside. */
function callbackFindings({ document, types }: Given, place: TextPlace, step: string): Finding[] {
  const node = Object.hasOwn(document.nodes, step) ? document.nodes[step] : undefined;
  const takes = node && Object.hasOwn(types, node.type) && types[node.type]?.awaitsCallback?.(node.config);
  const isHere =
    place.node !== "trigger" && scopesAround(document, place.node).includes(scopeOf(document, step));
  return takes && isHere ? [] : [finding("unknown-callback", place.at, { step })];
}

/** `item` and `index` need any loop around; `loop.<key>` that very one. */
function loopFindings({ document, types }: Given, place: TextPlace, { path }: Reference): Finding[] {
  const around = [...scopesAround(document, place.node), ...(place.iterates ? [place.node] : [])];
  const loops = around.filter((key) => {
    const type = Object.hasOwn(document.nodes, key) ? document.nodes[key]?.type : undefined;
    return type !== undefined && Object.hasOwn(types, type) && types[type]?.container?.repeats;
  });
  const [root, name] = path;
  const isNamed = root === "loop" && typeof name === "string";
  const own = document.nodes[place.node]?.type ?? "";
  if (root !== "loop" && place.iterates && Object.hasOwn(types, own) && types[own]?.asksAgain) return [];
  if (isNamed ? loops.includes(name) : loops.length > 0) return [];
  const shown = isNamed ? `loop.${name}` : String(root);
  return [
    finding("outside-loop", place.at, { name: shown, ...named({ document, types }, { node: place.node }) }),
  ];
}

/** Keys of the trigger's variables; undefined when any may be there. */
function declaredVariables({ document }: Given): Set<unknown> | undefined {
  const { type, config } = document.trigger;
  if (!isTriggerType(type)) return undefined;
  if (type === "schedule") return new Set(scheduleVariables);
  const rows = Array.isArray(config.variables) ? config.variables : [];
  if (type === "call" && rows.length === 0) return undefined;
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
    const same = JSON.stringify(path.slice(0, path[1] === "callbacks" ? 3 : 2));
    if (seen.has(same)) return false;
    seen.add(same);
    return true;
  });
}
