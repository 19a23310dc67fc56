import { kindOf, type N8nExport, type N8nNode } from "./export-shape.ts";
import { at } from "./parameters.ts";

/** What `json` of a node is called in an expression of Sluice. */
export interface Source {
  readonly expression: string;
  /** All of it as one value, where its fields are called otherwise; left out: `expression` is it. */
  readonly whole?: string;
  /** What a field of it is called; left out: the same. Null: there is no such field. */
  readonly member?: (name: string) => string | null;
  /** Of several sources, the first of which that ran counts: each of them, as one value. */
  readonly choices?: readonly string[];
}

/** Where a node's data comes from. */
export interface Sources {
  /** What goes into a node, of all its inputs or of one. */
  input(name: string, index?: number): Source;
  /** How many different sources lead into a node, whatever their number of edges. */
  countInputs(name: string): number;
  /** Undefined: there is no such node. */
  output(name: string): Source | undefined;
}

/** What leads nowhere gives no data: an expression that reads it means nothing. */
export const nothing: Source = { expression: "null" };

/** All of the data as one value. */
export function wholeOf({ expression, whole = expression }: Source): string {
  return whole;
}

/** These hand on what comes in. A Wait hands on too, unless it waits for a call. */
const passing = new Set(["if", "switch", "noOp", "respondToWebhook", "filter"]);

export function sourcesOf(
  exported: N8nExport,
  given: {
    readonly trigger: N8nNode | undefined;
    /** A second trigger never starts anything here: its data is none. */
    readonly isOtherTrigger: (node: N8nNode) => boolean;
    readonly keyOf: (name: string) => string;
  },
): Sources {
  const { trigger, isOtherTrigger, keyOf } = given;
  const nodes = new Map(exported.nodes.map((node) => [node.name, node]));
  const before = predecessors(exported);
  const known = new Map<string, Source>();
  const working = new Set<string>();

  const joined = (names: readonly string[]): Source => {
    const sources = names.map(outputOf).filter((source) => source !== nothing);
    const different = [...new Map(sources.map((source) => [source.expression, source])).values()];
    const [first = nothing, ...others] = different;
    if (others.length === 0) return first;
    // Each once: where branches part and meet again and again, the text would double every time.
    const choices = [...new Set(different.flatMap((source) => source.choices ?? [wholeOf(source)]))];
    return { expression: `(${choices.join(" ?? ")})`, choices };
  };
  const input = (name: string, index?: number): Source =>
    joined(
      (before.get(name) ?? [])
        .filter((edge) => index === undefined || edge.index === index)
        .map(({ from }) => from),
    );

  function outputOf(name: string): Source {
    const found = known.get(name);
    if (found) return found;
    // A loop: what comes round again is asked for no further.
    if (working.has(name)) return own(name);
    working.add(name);
    const source = sourceOf(name);
    working.delete(name);
    known.set(name, source);
    return source;
  }

  function sourceOf(name: string): Source {
    const node = nodes.get(name);
    if (!node) return nothing;
    if (node === trigger) return triggerSource(node);
    if (isOtherTrigger(node)) return nothing;
    if (node.disabled) return input(name);
    const kind = kindOf(node) ?? "";
    const { parameters } = node;
    if (passing.has(kind)) return input(name);
    if (kind === "wait" && parameters.resume !== "webhook" && parameters.resume !== "form")
      return input(name);
    if (kind === "httpRequest") return httpSource(node, own(name).expression);
    return own(name);
  }

  function own(name: string): Source {
    return { expression: `steps.${keyOf(name)}` };
  }

  return {
    input,
    countInputs: (name) =>
      new Set(
        (before.get(name) ?? []).flatMap(({ from }) => {
          const source = outputOf(from);
          return source === nothing ? [] : [source.expression];
        }),
      ).size,
    output: (name) => (nodes.has(name) ? outputOf(name) : undefined),
  };
}

function triggerSource(node: N8nNode): Source {
  if (kindOf(node) === "scheduleTrigger" || kindOf(node) === "cron") {
    return {
      expression: "trigger",
      whole: "({ timestamp: trigger.scheduledAt })",
      member: (name) => (name === "timestamp" ? "scheduledAt" : null),
    };
  }
  const fields = new Set(["body", "headers", "query"]);
  return { expression: "request", member: (name) => (fields.has(name) ? name : null) };
}

/** n8n gives the body alone, unless the whole response was asked for. */
function httpSource({ parameters: { options, responseFormat } }: N8nNode, step: string): Source {
  const whole = at(options, "response", "response", "fullResponse") ?? at(options, "fullResponse");
  if (whole === true) {
    const names = new Map([
      ["statusCode", "status"],
      ["body", "body"],
      ["headers", "headers"],
    ]);
    const fields = [...names].map(([name, own]) => `${name}: ${step}.${own}`);
    return {
      expression: step,
      whole: `({ ${fields.join(", ")} })`,
      member: (name) => names.get(name) ?? null,
    };
  }
  // A text is put into a field, called `data` unless it was given another name.
  const format = at(options, "response", "response", "responseFormat") ?? responseFormat;
  if (format !== "text" && format !== "string") return { expression: `${step}.body` };
  const field = at(options, "response", "response", "outputPropertyName") ?? "data";
  return {
    expression: step,
    whole: `({ ${JSON.stringify(field)}: ${step}.body })`,
    member: (name) => (name === field ? "body" : null),
  };
}

/** What leads into each node, by its name. */
function predecessors({ connections }: N8nExport): Map<string, { from: string; index: number }[]> {
  const found = new Map<string, { from: string; index: number }[]>();
  for (const [from, kinds] of Object.entries(connections)) {
    for (const targets of kinds.main ?? []) {
      for (const { node, index } of targets ?? []) {
        found.set(node, [...(found.get(node) ?? []), { from, index }]);
      }
    }
  }
  return found;
}
