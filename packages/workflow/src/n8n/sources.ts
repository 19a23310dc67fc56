import { kindOf, type N8nExport, type N8nNode } from "./export-shape.ts";
import { httpSource } from "./http-source.ts";

/** What `json` of a node is called in an expression of Sluice. */
export interface Source {
  readonly expression: string;
  /** All of it as one value, where its fields are called otherwise; left out: `expression` is it. */
  readonly whole?: string;
  /** What a field of it is called; left out: the same. Null: there is no such field. */
  readonly member?: (name: string) => string | null;
  /** All of it, or null where it did not come about; left out: `whole` is so. */
  readonly ifAny?: string;
  /** Of several sources, the first of which that came about counts: each of them, as one value. */
  readonly choices?: readonly string[];
  /** Its `error` may be that of a failed step: it has a message and a status, and no other field of n8n's. */
  readonly mayFail?: true;
  /** The requests whose answer as a whole it may be: in n8n, one item of a list is. */
  readonly requests?: readonly string[];
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

type Exit = "regular" | "error" | "any";

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

  const behind = ({ from, output }: Edge): Source => {
    const node = nodes.get(from);
    return outputOf(from, node && isErrorExit(node, output) ? "error" : "regular");
  };
  const joined = (edges: readonly Edge[]): Source => {
    const sources = edges.map(behind).filter((source) => source !== nothing);
    const different = [...new Map(sources.map((source) => [wholeOf(source), source])).values()];
    const [first = nothing, ...others] = different;
    if (others.length === 0) return first;
    // Each once: where branches part and meet again and again, the text would double every time.
    const choices = [
      ...new Set(different.flatMap((source) => source.choices ?? [source.ifAny ?? wholeOf(source)])),
    ];
    const mayFail = different.some((source) => source.mayFail);
    const requests = different.flatMap((source) => source.requests ?? []);
    return { expression: `(${choices.join(" ?? ")})`, choices, requests, ...(mayFail ? { mayFail } : {}) };
  };
  const input = (name: string, index?: number): Source =>
    joined((before.get(name) ?? []).filter((edge) => index === undefined || edge.index === index));

  function outputOf(name: string, exit: Exit): Source {
    const place = `${exit} ${name}`;
    const found = known.get(place);
    if (found) return found;
    // A loop: what comes round again is asked for no further.
    if (working.has(place)) return own(name);
    working.add(place);
    const source = sourceOf(name, exit);
    working.delete(place);
    known.set(place, source);
    return source;
  }

  function sourceOf(name: string, exit: Exit): Source {
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
    const step = own(name);
    if (exit === "error") return errorSource(step.expression, kind === "httpRequest", input(name));
    if (kind === "httpRequest") {
      const made = httpSource(node, step.expression);
      const source = made.member ? made : { ...made, requests: [name] };
      const mayFail = continuesOnError(node) || (exit === "any" && branchesOnError(node));
      return mayFail ? orItsError(source, step.expression) : source;
    }
    return branchesOnError(node) ? unlessFailed(step) : step;
  }

  function own(name: string): Source {
    return { expression: `steps.${keyOf(name)}` };
  }

  return {
    input,
    countInputs: (name) =>
      new Set(
        (before.get(name) ?? []).flatMap((edge) => {
          const source = behind(edge);
          return source === nothing ? [] : [wholeOf(source)];
        }),
      ).size,
    output: (name) => (nodes.has(name) ? outputOf(name, "any") : undefined),
  };
}

function triggerSource(node: N8nNode): Source {
  if (kindOf(node) === "scheduleTrigger" || kindOf(node) === "cron") {
    return {
      expression: "trigger",
      whole: "({ timestamp: trigger.scheduledAt })",
      member: (name) => (name === "timestamp" ? "trigger.scheduledAt" : null),
    };
  }
  const fields = new Set(["body", "headers", "query"]);
  return { expression: "request", member: (name) => (fields.has(name) ? `request.${name}` : null) };
}

/** At the exit for errors n8n gives what came in, and the error put over it: a text, unless it is of a request. */
function errorSource(step: string, isRequest: boolean, input: Source): Source {
  const error = isRequest ? `${step}.error` : `${step}.error.message`;
  const over = input === nothing ? "" : `...${wholeOf(input)}, `;
  const whole = `({ ${over}error: ${error} })`;
  return {
    expression: step,
    whole,
    member: (name) => (name === "error" ? error : memberOf(input, name)),
    ifAny: `(${error} ? ${whole} : null)`,
    ...(isRequest ? { mayFail: true } : {}),
  };
}

/** The step hands on its error where it failed. */
function orItsError(source: Source, step: string): Source {
  const expression = `(${step}.error ? ${step} : ${wholeOf(source)})`;
  const ifAny = source.ifAny === undefined ? expression : `(${step}.error ? ${step} : ${source.ifAny})`;
  return { expression, ifAny, mayFail: true, requests: source.requests ?? [] };
}

/** What failed stands there too, with its error, although it left by another exit. */
function unlessFailed(step: Source): Source {
  return { ...step, ifAny: `(${step.expression}.error.attempt ? null : ${step.expression})` };
}

/** A field of a source; null: it has no such one. */
export function memberOf({ expression, member }: Source, name: string): string | null {
  if (member) return member(name);
  return expression + (/^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`);
}

function branchesOnError({ onError }: N8nNode): boolean {
  return onError === "continueErrorOutput";
}

function continuesOnError({ onError, continueOnFail }: N8nNode): boolean {
  return onError === "continueRegularOutput" || (onError === undefined && continueOnFail === true);
}

/** The exit for errors is the last one; those of nodes with several regular exits hand on what comes in all the same. */
function isErrorExit(node: N8nNode, output: number): boolean {
  return branchesOnError(node) && output === 1;
}

interface Edge {
  readonly from: string;
  readonly output: number;
  readonly index: number;
}

/** What leads into each node, by its name. */
function predecessors({ connections }: N8nExport): Map<string, Edge[]> {
  const found = new Map<string, Edge[]>();
  for (const [from, kinds] of Object.entries(connections)) {
    (kinds.main ?? []).forEach((targets, output) => {
      for (const { node, index } of targets ?? []) {
        found.set(node, [...(found.get(node) ?? []), { from, output, index }]);
      }
    });
  }
  return found;
}
