import type { AnyNode, ArrowFunctionExpression, CallExpression } from "acorn";
import { located, type Place, Refusal } from "./expression-error.ts";
import { type Arrow, type FunctionKind, Given } from "./functions/entry.ts";
import { callables, type MethodEntries } from "./functions/table.ts";
import { Pattern } from "./pattern.ts";
import { RawText } from "./raw-text.ts";
import { bare, literalKey } from "./references.ts";
import type { Code, Run } from "./run.ts";
import { placeOf, type Surroundings } from "./surroundings.ts";
import { describeKind, isMissing, kindOf, readMember } from "./values.ts";
import type { Word } from "./vocabulary.ts";

/** A call of a name of the table. Which names there are was checked by the analysis. */
export function compileCall(node: CallExpression, around: Surroundings): Code {
  const callee = bare(node.callee as AnyNode);
  const given = node.arguments.map((argument) => compileArgument(argument as AnyNode, around));
  const place = placeOf(node, around);
  if (callee.type === "MemberExpression") {
    const owner = bare(callee.object as AnyNode);
    const name = String(literalKey(callee.property, false));
    const isNamespace =
      owner.type === "Identifier" && !around.slots.has(owner.name) && callables.namespaces.has(owner.name);
    if (!isNamespace) return methodCall(name, compileArgument(owner, around), given, place);
    return functionCall(`${owner.name}.${name}`, given, place);
  }
  if (callee.type === "Identifier") return functionCall(callee.name, given, place);
  throw new Error("a call was let through by the analysis");
}

function functionCall(name: string, given: readonly Code[], place: Place): Code {
  const entry = callables.functions.get(name);
  if (entry === undefined) throw new Error(`the function ${name} was let through by the analysis`);
  return (run) => {
    try {
      return entry.run(run, undefined, new Given(name, valuesOf(given, run)));
    } catch (thrown) {
      throw located(thrown, place);
    }
  };
}

/** Which entry is meant is known by the kind of value alone. On a missing value every method is missing. */
function methodCall(name: string, owner: Code, given: readonly Code[], place: Place): Code {
  const entries = callables.methods.get(name);
  if (entries === undefined) throw new Error(`the method ${name} was let through by the analysis`);
  return (run) => {
    const value = owner(run);
    if (isMissing(value)) return undefined;
    const self = value instanceof RawText ? value.text : value;
    try {
      const entry = entries.get(kindOf(self) as FunctionKind);
      if (entry === undefined) throw wrongOwner(name, self, entries);
      return entry.run(run, self, new Given(name, valuesOf(given, run)));
    } catch (thrown) {
      throw located(thrown, place);
    }
  };
}

function wrongOwner(name: string, self: unknown, entries: MethodEntries): Refusal {
  const kinds = [...entries.keys()];
  const expected: Word = kinds.length === 1 ? (`@${kinds[0]}` as Word) : "@other-kind";
  const remedy: Word = entries.has("text") ? "@to-text" : "@check-value";
  return new Refusal("wrong-type", { name, expected, got: describeKind(self), remedy });
}

function valuesOf(given: readonly Code[], run: Run): unknown[] {
  const values: unknown[] = [];
  for (const code of given) values.push(code(run));
  return values;
}

/** Arguments may also be arrow functions and regular expressions, which are no values anywhere else. */
function compileArgument(argument: AnyNode, around: Surroundings): Code {
  const node = bare(argument);
  if (node.type === "ArrowFunctionExpression") {
    const arrow = compileArrow(node, around);
    return () => arrow;
  }
  if (node.type === "Literal" && node.regex) {
    const pattern = new Pattern(node.regex.pattern, node.regex.flags);
    return () => pattern;
  }
  return around.compile(node, around);
}

type Bind = (run: Run, value: unknown) => void;

function compileArrow(node: ArrowFunctionExpression, around: Surroundings): Arrow {
  const slots = new Map(around.slots);
  const newSlot = (name: string): number => {
    const slot = around.takeSlot();
    slots.set(name, slot);
    return slot;
  };
  const binds = node.params.map((parameter) => compileParameter(parameter, newSlot));
  const body = around.compile(node.body as AnyNode, { ...around, slots });
  const cost = 1 + Math.ceil((node.end - node.start) / 8);
  const [first, second, ...rest] = binds;
  // One and two parameters are nearly all there are; without a rest parameter a call makes no list.
  if (first === undefined) {
    return (run) => {
      run.charge(cost);
      return body(run);
    };
  }
  if (second === undefined) {
    return (run, value) => {
      run.charge(cost);
      first(run, value);
      return body(run);
    };
  }
  if (rest.length === 0) {
    return (run, value, other) => {
      run.charge(cost);
      first(run, value);
      second(run, other);
      return body(run);
    };
  }
  return (run, ...values) => {
    run.charge(cost);
    for (let at = 0; at < binds.length; at++) binds[at]?.(run, values[at]);
    return body(run);
  };
}

function compileParameter(node: AnyNode, newSlot: (name: string) => number): Bind {
  if (node.type === "Identifier") {
    const slot = newSlot(node.name);
    return (run, value) => {
      run.slots[slot] = value;
    };
  }
  const reads: { key: string; slot: number }[] = [];
  if (node.type === "ArrayPattern") {
    node.elements.forEach((element, at) => {
      if (element?.type === "Identifier") reads.push({ key: String(at), slot: newSlot(element.name) });
    });
  } else if (node.type === "ObjectPattern") {
    for (const property of node.properties) {
      if (property.type !== "Property" || property.value.type !== "Identifier") continue;
      const key = literalKey(property.key, false) ?? literalKey(property.key, true);
      reads.push({ key: String(key), slot: newSlot(property.value.name) });
    }
  }
  return (run, value) => {
    for (const { key, slot } of reads) run.slots[slot] = readMember(value, key);
  };
}
