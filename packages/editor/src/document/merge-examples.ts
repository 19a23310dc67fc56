import { type BodyKind, triggerVariableSchema, type VariableSource } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import {
  compilePath,
  type ParsedRow,
  type ParseProblem,
  type ParseRequest,
  type ParseResult,
  parseExamples,
} from "@sluice/workflow/variables";

export interface ExampleTexts {
  readonly query?: string | undefined;
  readonly headers?: string | undefined;
  readonly body?: string | undefined;
  /** The kinds of bodies that the trigger takes. */
  readonly accept?: readonly BodyKind[] | undefined;
}

/** What parsing made of the pasted texts and the variables there were. */
export interface Merged {
  /** The whole list for the trigger's config. Entries that were there are the same objects as before. */
  readonly variables: readonly Json[];
  /** Keys of the variables that were added. */
  readonly added: readonly string[];
  /** Keys of the variables that the examples no longer hold. */
  readonly vanished: readonly string[];
  /** Rows that did not fit into the list any more. */
  readonly left: number;
  /** The texts to keep as examples. */
  readonly texts: Readonly<Record<string, string>>;
  readonly problems: readonly ParseProblem[];
  readonly bodyKind?: ParseResult["bodyKind"];
  readonly basic?: { readonly username: string; readonly password: string };
}

/** The most variables that a trigger may have (schema of the webhook trigger). */
export const maxVariables = 500;

/**
 * Parses the texts (or a whole cURL command) and merges what they hold into the variables. New ones come before the
 * vanished ones of their part, as `parseExamples` orders them; entries that are no variables yet stay at the end.
 */
export function mergeExamples(given: ExampleTexts & { curl?: string }, existing: readonly Json[]): Merged {
  const known = new Map<string, Json>();
  const broken: Json[] = [];
  for (const entry of existing) {
    const parsed = triggerVariableSchema.safeParse(entry);
    if (parsed.success && !known.has(parsed.data.key)) known.set(parsed.data.key, entry);
    else broken.push(entry);
  }
  const result = parseExamples({
    ...definedOf(given),
    ...acceptedBy(given),
    existing: [...known.values()] as Existing,
  });
  const room = maxVariables - known.size - broken.length;
  const fresh = result.variables.filter(({ state }) => state === "new");
  const left = new Set(fresh.slice(Math.max(0, room)));
  const variables = result.variables
    .filter((row) => !left.has(row))
    .map((row) => known.get(row.key) ?? variableOf(row));
  return {
    variables: [...variables, ...broken],
    added: fresh.filter((row) => !left.has(row)).map(({ key }) => key),
    vanished: keysIn(result, "vanished"),
    left: left.size,
    texts: definedOf(result.texts),
    problems: result.problems,
    ...(result.bodyKind === undefined ? {} : { bodyKind: result.bodyKind }),
    ...(result.basic === undefined ? {} : { basic: result.basic }),
  };
}

type Existing = NonNullable<ParseRequest["existing"]>;

/** The texts that are given. */
function definedOf(texts: ExampleTexts & { curl?: string }): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function acceptedBy({ accept }: ExampleTexts): Pick<ParseRequest, "accept"> {
  return accept === undefined ? {} : { accept: [...accept] };
}

function variableOf({ key, from, path, type }: ParsedRow): JsonObject {
  return { key, from, path, type, required: false };
}

function keysIn({ variables }: ParseResult, state: ParsedRow["state"]): string[] {
  return variables.filter((row) => row.state === state).map(({ key }) => key);
}

/** What the examples say about the variables there are: values by key, and which of them are gone. */
export interface ExampleReading {
  readonly parts: { readonly body: Json; readonly query: JsonObject; readonly headers: JsonObject };
  /** Parts with a text that could be read. */
  readonly read: ReadonlySet<VariableSource>;
  readonly problems: readonly ParseProblem[];
}

/** Reads the examples as they stand. Never throws. */
export function readExamples(texts: ExampleTexts): ExampleReading {
  const given = Object.fromEntries(Object.entries(definedOf(texts)).filter(([, text]) => text.trim() !== ""));
  const { examples, problems } = parseExamples({ ...given, ...acceptedBy(texts) });
  const failed = new Set(
    problems
      .filter(
        ({ code }) => code === "malformed-json" || code === "json-too-deep" || code === "query-too-complex",
      )
      .map(({ from }) => from),
  );
  const read = new Set(
    (["body", "query", "headers"] as const).filter((part) => part in given && !failed.has(part)),
  );
  return { parts: examples, read, problems };
}

export type VariableState =
  /** Its part has no example that can be read. */
  | { readonly kind: "unknown" }
  | { readonly kind: "present"; readonly example: Json }
  | { readonly kind: "vanished" };

/** What the examples hold at a variable's path. A path that cannot be read is `unknown`. */
export function stateOf(
  { from, path }: { readonly from: VariableSource; readonly path: string },
  { parts, read }: ExampleReading,
): VariableState {
  if (!read.has(from)) return { kind: "unknown" };
  try {
    const compiled = compilePath(from === "headers" ? path.toLowerCase() : path);
    const found = compiled.read(parts[from]);
    // A path over all elements finds an empty list where no element has the key: parsing lists no such row either.
    const nothing = !compiled.path.singular && Array.isArray(found) && found.length === 0;
    return found === undefined || nothing ? { kind: "vanished" } : { kind: "present", example: found };
  } catch {
    return { kind: "unknown" };
  }
}
