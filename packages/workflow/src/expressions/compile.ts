import type { AnyNode, ArrayExpression, ConditionalExpression, Expression, ObjectExpression } from "acorn";
import { compileCall } from "./compile-call.ts";
import { compileBinary, compileLogical, compileUnary } from "./compile-operator.ts";
import { located, type Place } from "./expression-error.ts";
import { callables } from "./functions/table.ts";
import { toText } from "./leave.ts";
import { bare, literalKey, memberChain } from "./references.ts";
import type { Code, Run } from "./run.ts";
import { isScopeRoot } from "./scope.ts";
import { guarded, placeOf, type Surroundings } from "./surroundings.ts";
import { constants } from "./syntax.ts";
import { isRecord, keyOf, readComputed, readMember } from "./values.ts";

/** Turns an analysed tree into closures. A node that `analyse` does not allow is not known here either. */
export function compile(given: AnyNode, around: Surroundings): Code {
  const node = bare(given);
  switch (node.type) {
    case "Literal": {
      const { value } = node;
      if (typeof value === "object" && value !== null) break;
      return () => value;
    }
    case "Identifier":
      return compileName(node.name, around);
    case "TemplateLiteral": {
      const texts = node.quasis.map((quasi) => quasi.value.cooked ?? "");
      const codes = node.expressions.map((inner) => compile(inner, around));
      return compileJoin(texts, codes, placeOf(node, around));
    }
    case "ArrayExpression":
      return compileArray(node, around);
    case "ObjectExpression":
      return compileObject(node, around);
    case "UnaryExpression":
      return compileUnary(node.operator, compile(node.argument, around), placeOf(node, around));
    case "BinaryExpression": {
      const left = compile(node.left, around);
      return compileBinary(node.operator, left, compile(node.right, around), placeOf(node, around));
    }
    case "LogicalExpression":
      return compileLogical(node.operator, compile(node.left, around), compile(node.right, around));
    case "ConditionalExpression":
      return compileChoice(node, around);
    case "MemberExpression":
      return compileMember(node, around);
    case "CallExpression":
      return compileCall(node, around);
    default:
      break;
  }
  throw new Error(`the syntax ${node.type} was let through by the analysis`);
}

function compileName(name: string, around: Surroundings): Code {
  const slot = around.slots.get(name);
  if (slot !== undefined) return (run) => run.slots[slot];
  if (isScopeRoot(name)) return (run) => run.scope[name];
  const value = constants.get(name);
  return () => value;
}

function compileJoin(texts: readonly string[], codes: readonly Code[], place: Place): Code {
  return guarded((run) => {
    let joined = texts[0] ?? "";
    for (let at = 0; at < codes.length; at++) {
      joined += toText(codes[at]?.(run), run) + (texts[at + 1] ?? "");
    }
    run.chargeText(joined.length);
    return joined;
  }, place);
}

function compileArray(node: ArrayExpression, around: Surroundings): Code {
  const parts = node.elements.flatMap((element) => {
    if (element === null) return [];
    if (element.type !== "SpreadElement") return [{ code: compile(element, around), spread: false }];
    return [{ code: compile(element.argument, around), spread: true }];
  });
  const cost = 1 + parts.length;
  if (!parts.some(({ spread }) => spread)) {
    const codes = parts.map(({ code }) => code);
    return (run) => {
      run.charge(cost);
      // `map` makes a list of just this length, where pushing makes room for seventeen elements.
      return codes.map((code) => code(run));
    };
  }
  return (run) => {
    run.charge(cost);
    const list: unknown[] = [];
    for (const { code, spread } of parts) {
      const value = code(run);
      if (spread) appendAll(list, value, run);
      else list.push(value);
    }
    return list;
  };
}

function appendAll(list: unknown[], value: unknown, run: Run): void {
  const elements = Array.isArray(value) || typeof value === "string" ? value : [];
  run.charge(elements.length);
  for (const element of elements) list.push(element);
}

function compileObject(node: ObjectExpression, around: Surroundings): Code {
  const parts = node.properties.map((property): ((object: Record<string, unknown>, run: Run) => void) => {
    if (property.type === "SpreadElement") {
      const code = compile(property.argument, around);
      return (object, run) => copyFields(object, code(run), run);
    }
    const value = compile(property.value, around);
    const name = property.computed
      ? literalKey(property.key, true)
      : (literalKey(property.key, false) ?? literalKey(property.key, true));
    if (name !== undefined) {
      const key = String(name);
      return (object, run) => {
        object[key] = value(run);
      };
    }
    const computed = compile(property.key, around);
    const place = placeOf(property.key, around);
    return (object, run) => {
      let key: string;
      try {
        key = keyOf(computed(run), run);
      } catch (thrown) {
        throw located(thrown, place);
      }
      object[key] = value(run);
    };
  });
  const place = placeOf(node, around);
  const cost = 1 + parts.length;
  return guarded((run) => {
    run.charge(cost);
    // Plain, because that is what every consumer of JSON expects; each key was checked before it is set.
    const object: Record<string, unknown> = {};
    for (const part of parts) part(object, run);
    return object;
  }, place);
}

/** Spread: own fields of objects; names that are never readable are left out. */
function copyFields(object: Record<string, unknown>, value: unknown, run: Run): void {
  if (Array.isArray(value)) {
    run.charge(value.length);
    value.forEach((element, at) => {
      object[String(at)] = element;
    });
  } else if (isRecord(value)) {
    const keys = Object.keys(value);
    run.charge(keys.length);
    for (const key of keys) {
      if (key !== "__proto__" && key !== "constructor" && key !== "prototype") object[key] = value[key];
    }
  }
}

function compileChoice(node: ConditionalExpression, around: Surroundings): Code {
  const test = compile(node.test, around);
  const consequent = compile(node.consequent, around);
  const alternate = compile(node.alternate, around);
  return (run) => (test(run) ? consequent(run) : alternate(run));
}

function compileMember(node: Expression, around: Surroundings): Code {
  const { base, keys } = memberChain(node);
  let from = 0;
  let code: Code;
  if (base.type === "Identifier" && !around.slots.has(base.name) && callables.namespaces.has(base.name)) {
    const [first] = keys;
    const key = first === undefined ? undefined : literalKey(first.node, first.computed);
    const value = callables.functions.get(`${base.name}.${String(key)}`)?.constant;
    code = () => value;
    from = 1;
  } else {
    code = compile(base, around);
  }
  for (const { node: key, computed } of keys.slice(from)) code = compileStep(code, key, computed, around);
  return code;
}

function compileStep(owner: Code, key: Expression, computed: boolean, around: Surroundings): Code {
  const name = literalKey(key, computed);
  if (typeof name === "number") return (run) => readComputed(owner(run), name, run);
  if (name !== undefined) return (run) => readMember(owner(run), name);
  const code = compile(key, around);
  return guarded((run) => readComputed(owner(run), code(run), run), placeOf(key, around));
}
