import type { Json, JsonObject } from "../node-contract/json.ts";
import type { N8nNode } from "./export-shape.ts";
import type { NoticeCode } from "./notices.ts";

/** A value inside of parameters. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string, unknown>)[step];
  }
  return found;
}

/** The objects of a list inside of parameters; none where there is no list. */
export function listAt(value: unknown, ...path: readonly string[]): JsonObject[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** Tells of each option that is set and not among those that are carried. */
export function tellOptions(
  options: Json | undefined,
  carried: ReadonlySet<string>,
  notice: (code: NoticeCode, detail: string) => void,
): void {
  if (!isObject(options)) return;
  for (const name of Object.keys(options)) {
    if (!carried.has(name)) notice("parameter-not-carried", `options.${name}`);
  }
}

/** What a node's credentials are called in n8n; without a name, what kind they are of. */
export function credentialNames({ credentials, parameters }: N8nNode): string {
  const names = Object.values(credentials ?? {}).map((one) => String(at(one, "name") ?? ""));
  return names.filter((name) => name !== "").join(", ") || String(parameters.authentication);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
