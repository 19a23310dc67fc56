import type { TriggerVariable, VariableSource, WebhookTriggerConfig } from "../document/webhook-trigger.ts";
import type { Json } from "../node-contract/json.ts";
import { parseQuery, queryOfPasted } from "../variables/from-query.ts";
import { parseJsonText } from "../variables/json-text.ts";
import { formatPath, parseDottedPath } from "../variables/path.ts";
import { parentOf, type Shape, type ShapeType, shapeOf } from "./shape.ts";

/** Parts whose shape is looked at. Headers are not: every proxy adds its own. */
export type DriftSource = Exclude<VariableSource, "headers">;

/** What a trigger expects of one part of its requests. */
export interface KnownPart {
  /** What the example shows, and what the variables name. */
  readonly shape: Shape;
  /** What the example shows. */
  readonly example: Shape;
  /** Paths of variables, whose types the contract looks at. */
  readonly variables: ReadonlySet<string>;
}

export type KnownShape = Readonly<Partial<Record<DriftSource, KnownPart>>>;

type Declared = Pick<WebhookTriggerConfig, "examples" | "variables">;

/** Only parts with an example: without one nobody knows what else there is. */
export function knownShape({ examples, variables }: Declared): KnownShape {
  const body = exampleBody(examples?.body ?? "");
  const query = queryOfPasted(examples?.query ?? "");
  return {
    ...(body === undefined
      ? {}
      : {
          body: partOf(
            body,
            variables.filter(({ from }) => from === "body"),
          ),
        }),
    ...(query === ""
      ? {}
      : {
          query: partOf(
            parseQuery(query).value,
            variables.filter(({ from }) => from === "query"),
          ),
        }),
  };
}

function exampleBody(text: string): Json | undefined {
  if (text.trim() === "") return undefined;
  const parsed = parseJsonText(text);
  return parsed.ok ? parsed.value : undefined;
}

function partOf(value: Json, variables: readonly TriggerVariable[]): KnownPart {
  const example = shapeOf(value);
  const shape = new Map<string, ShapeType>(example);
  const own = new Set<string>();
  for (const { path: text, type } of variables) {
    const path = generalPath(text);
    if (path === undefined) continue;
    own.add(path);
    shape.set(path, type);
    // What a variable stands in is known too.
    for (let at = parentOf(path); at !== ""; at = parentOf(at)) if (!shape.has(at)) shape.set(at, "any");
  }
  return { shape, example, variables: own };
}

/** A dotted path with `[*]` for every element, as shapes have it; undefined: a JSONPath, which names no one place. */
function generalPath(text: string): string | undefined {
  if (text.startsWith("$")) return undefined;
  try {
    const { segments } = parseDottedPath(text);
    return formatPath(segments.map((segment) => (segment.kind === "index" ? { kind: "each" } : segment)));
  } catch {
    return undefined;
  }
}
