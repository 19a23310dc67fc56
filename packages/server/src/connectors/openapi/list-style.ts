import type { OperationParameter } from "@sluice/workflow/connectors";
import type { Json } from "@sluice/workflow/node-contract";
import { isObject, member, textIn } from "./json-values.ts";
import { type Follow, type Shape, shapeOf } from "./shape.ts";

/** Left out: once for each, which is what a text is, too. */
export type Listed = Pick<OperationParameter, "list">;

/**
 * How the lists and objects of a parameter of a query, or of a field of a form (`raw` is its encoding then), are written (OpenAPI 3,
 * "Style Values" and "Encoding Object"). `apart`: its members are parameters of their own, named as they are; `brackets-apart`:
 * named `filter[city]`. `not-carried`: in no way that a node sends, or in one that OpenAPI leaves open.
 */
export function styleOf(
  raw: Json | undefined,
  shape: Shape,
  follow: Follow,
): Listed | "apart" | "brackets-apart" | "not-carried" {
  const content = member(raw, "content");
  if (isObject(content)) return ofContent(Object.keys(content)[0] ?? "", shape);
  const style = textIn(raw, "style") || "form";
  const explode = member(raw, "explode") ?? style === "form";
  if (shape.type === "object") {
    const hasMembers = shape.properties.size > 0;
    if (style === "deepObject") return hasMembers ? "brackets-apart" : { list: "brackets" };
    return style === "form" && explode === true && hasMembers ? "apart" : "not-carried";
  }
  if (shape.type !== "array" && shape.type !== "any") return {};
  if (style === "deepObject") return { list: "brackets" };
  const items = shape.items === undefined ? undefined : shapeOf(shape.items, follow).type;
  if (items === "object" || items === "array") return "not-carried";
  const joined = { form: "comma", spaceDelimited: "space", pipeDelimited: "pipe" } as const;
  if (!Object.hasOwn(joined, style)) return "not-carried";
  return explode === true ? {} : { list: joined[style as keyof typeof joined] };
}

function ofContent(type: string, shape: Shape): Listed | "not-carried" {
  if (shape.type !== "array" && shape.type !== "object" && shape.type !== "any") return {};
  if (/^application\/([a-z0-9.+-]+\+)?json\s*(;|$)/i.test(type)) return { list: "json" };
  return shape.type === "any" ? {} : "not-carried";
}

/** Whether a list is one of files, which a form of several parts sends one by one. */
export function isListOfFiles(shape: Shape, follow: Follow): boolean {
  const items = follow(shape.items);
  return (
    shape.type === "array" &&
    (textIn(items, "format") === "binary" || textIn(items, "contentMediaType") !== "")
  );
}
