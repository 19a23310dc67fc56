import type { AnyNode } from "acorn";
import { staticName } from "./static-name.ts";

type Call = AnyNode & { type: "CallExpression" };
type Rewrite = (node: AnyNode) => string;

const formatting = new Set(["toFormat", "format"]);
const inMilliseconds = new Set(["toMillis", "valueOf", "getTime"]);

/** A date of n8n (luxon's or the language's own) as one of Sluice; undefined: it is no date. */
export function momentOf(node: AnyNode, rewrite: Rewrite): string | undefined {
  if (node.type === "Identifier") return node.name === "$now" ? "date(now)" : undefined;
  if (node.type === "ParenthesizedExpression") return momentOf(node.expression, rewrite);
  if (node.type === "NewExpression") {
    if (node.callee.type !== "Identifier" || node.callee.name !== "Date") return undefined;
    const [value, ...more] = node.arguments;
    return more.length > 0 ? undefined : value ? `date(${rewrite(value)})` : "date(now)";
  }
  return node.type === "CallExpression" ? called(node, rewrite) : undefined;
}

function called(node: Call, rewrite: Rewrite): string | undefined {
  const { callee } = node;
  if (callee.type !== "MemberExpression") return undefined;
  const method = staticName(callee);
  const [first, second, ...more] = node.arguments;
  if (callee.object.type === "Identifier" && callee.object.name === "DateTime") {
    if (method === "now" && !first) return "date(now)";
    return method === "fromISO" && first && !second ? `date(${rewrite(first)})` : undefined;
  }
  if (method !== "plus" && method !== "minus") return undefined;
  const moment = momentOf(callee.object, rewrite);
  const isDuration = first && (second ? more.length === 0 : first.type === "ObjectExpression");
  if (moment === undefined || !isDuration) return undefined;
  return `${moment}.${method}(${node.arguments.map(rewrite).join(", ")})`;
}

/** What is asked of a date: `null` where nothing here answers it; undefined: it is asked of no date. */
export function askedOfMoment(node: Call, rewrite: Rewrite): string | null | undefined {
  const { callee } = node;
  if (callee.type !== "MemberExpression") return undefined;
  const method = staticName(callee) ?? "";
  if (callee.object.type === "Identifier" && callee.object.name === "Date")
    return method === "now" ? "date(now).toMillis()" : null;
  const moment = momentOf(callee.object, rewrite);
  if (moment === undefined) return undefined;
  const [first, ...more] = node.arguments;
  if (!first && (method === "toISO" || method === "toISOString"))
    return moment === "date(now)" ? "now" : `${moment}.toString()`;
  if (!first && inMilliseconds.has(method)) return `${moment}.toMillis()`;
  if (first && more.length === 0 && formatting.has(method)) return `${moment}.format(${rewrite(first)})`;
  return null;
}
