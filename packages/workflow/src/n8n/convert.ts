import { excessOf } from "../document/limits.ts";
import { parseDocument } from "../document/parse-document.ts";
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from "../document/schema.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import type { Text } from "../node-contract/texts.ts";
import { freshKeysIn, keyFromName } from "../operations/node-keys.ts";
import { exportSchema, kindOf, type N8nExport, type N8nNode } from "./export-shape.ts";
import { nodeLayout, stickyNotes } from "./layout.ts";
import { optionsOf } from "./node-options.ts";
import { converters } from "./nodes/converters.ts";
import type { ConvertedNode } from "./nodes/node-converter.ts";
import { type ConvertedTrigger, startsByHand, startsSomething, triggerOf } from "./nodes/triggers.ts";
import { type N8nNotice, type NoticeCode, notice } from "./notices.ts";
import { nothing, type Source, type Sources, sourcesOf, wholeOf } from "./sources.ts";
import { Values } from "./values.ts";

export type ConvertedN8n =
  | { readonly ok: true; readonly document: WorkflowDocument; readonly notices: readonly N8nNotice[] }
  | { readonly ok: false; readonly message: string };

const maxNameLength = 200;

/**
 * A workflow that n8n exported (JSON already parsed) as a document. Every node of it is there: as a node that does the
 * same, or, where there is none, disabled with the original in its config, which stops publishing until somebody has
 * looked after it. Never throws.
 */
export function convertN8n(value: unknown): ConvertedN8n {
  const excess = excessOf(value);
  if (excess !== undefined) return { ok: false, message: excess };
  const parsed = exportSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.map(String).join(".") ?? "";
    return { ok: false, message: `this is no export of n8n: ${place}: ${issue?.message ?? ""}` };
  }
  const made = conversionOf(parsed.data);
  if (!made)
    return { ok: false, message: "too many of its nodes hand on what comes in, one behind the other" };
  const checked = parseDocument(made.document);
  if (checked.ok) return { ok: true, document: checked.document, notices: made.notices };
  const [problem] = checked.problems;
  return { ok: false, message: `${problem?.at.join(".") ?? ""}: ${problem?.message ?? ""}` };
}

/** Undefined: where a value comes from is asked from node to node, and thousands of them fill the stack. */
function conversionOf(exported: N8nExport) {
  try {
    return new Conversion(exported).result();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

class Conversion {
  readonly #exported: N8nExport;
  readonly #notices: N8nNotice[] = [];
  readonly #keys = new Map<string, string>();
  readonly #trigger: N8nNode | undefined;
  readonly #converted: ConvertedTrigger;
  readonly #sources: Sources;
  /** The requests whose answer something reads. */
  readonly #answersRead = new Set<string>();

  constructor(exported: N8nExport) {
    this.#exported = exported;
    const fresh = freshKeysIn(new Set(["trigger"]));
    const { trigger, converted } = this.#chooseTrigger();
    this.#trigger = trigger;
    this.#converted = converted;
    for (const node of this.#nodes()) this.#keys.set(node.name, fresh(keyFromName(node.name)));
    this.#sources = sourcesOf(exported, {
      trigger,
      isOtherTrigger: startsSomething,
      keyOf: (name) => this.#keys.get(name) ?? "none",
    });
  }

  result(): { document: WorkflowDocument; notices: readonly N8nNotice[] } {
    const nodes: Record<string, WorkflowNode> = {};
    const ports = new Map<string, ConvertedNode["ports"]>();
    for (const node of this.#nodes()) {
      const key = this.#keys.get(node.name) ?? "";
      const { converted, options } = this.#convert(node);
      ports.set(node.name, converted.ports);
      nodes[key] = {
        type: converted.type,
        name: node.name.slice(0, maxNameLength),
        config: converted.config,
        ...options,
      };
    }
    const edges = this.#edges(ports);
    const { answerAtEnd } = this.#converted;
    if (answerAtEnd) this.#addAnswers(answerAtEnd, nodes, edges);
    this.#sayTheRest();
    const { name, settings } = this.#exported;
    const timeout = Number(settings.executionTimeout);
    const document: WorkflowDocument = {
      format: 1,
      name: name.trim().slice(0, maxNameLength) || "n8n",
      mode: this.#converted.mode,
      trigger: this.#converted.trigger,
      nodes,
      edges,
      ...(timeout > 0 ? { settings: { timeoutSeconds: Math.min(timeout, 15_552_000) } } : {}),
      layout: { nodes: this.#layout(), notes: stickyNotes(this.#exported.nodes) },
    };
    return { document, notices: this.#notices };
  }

  #layout(): Record<string, { x: number; y: number }> {
    const trigger = this.#trigger;
    const nodes = this.#nodes();
    if (!trigger) return nodeLayout(nodes, this.#keys);
    return nodeLayout([trigger, ...nodes], new Map([...this.#keys, [trigger.name, "trigger"]]));
  }

  #say(node: string | null, code: NoticeCode, detail?: string | Text): void {
    const key = node === null ? null : (this.#keys.get(node) ?? null);
    this.#notices.push(notice({ node, key, code, detail }));
  }

  /** The first webhook, or else the first schedule that can be carried. */
  #chooseTrigger(): { trigger: N8nNode | undefined; converted: ConvertedTrigger } {
    const starting = this.#exported.nodes.filter((node) => startsSomething(node) && !node.disabled);
    const webhooks = starting.filter((node) => kindOf(node) === "webhook");
    const timeZone = this.#exported.settings.timezone;
    const zone = typeof timeZone === "string" && timeZone !== "DEFAULT" ? timeZone : "UTC";
    for (const node of [...webhooks, ...starting]) {
      const say = (code: NoticeCode, detail?: string | Text) => this.#say(node.name, code, detail);
      const converted = triggerOf(node, say, zone);
      if (!converted) continue;
      if (node.notes) say("parameter-not-carried", "notes");
      return { trigger: node, converted };
    }
    this.#say(null, "no-trigger");
    const byHand = starting.find(startsByHand);
    const trigger = { type: "webhook", config: {} };
    return { trigger: byHand, converted: { trigger, mode: "async" } };
  }

  /** What becomes a node: the trigger is none, notes are none, and a start by hand needs none. */
  #nodes(): N8nNode[] {
    return this.#exported.nodes.filter(
      (node) => node !== this.#trigger && kindOf(node) !== "stickyNote" && !startsByHand(node),
    );
  }

  #convert(node: N8nNode): { converted: ConvertedNode; options: Partial<WorkflowNode> } {
    const say = (code: NoticeCode, detail?: string | Text) => this.#say(node.name, code, detail);
    const made = this.#convertedNode(node, say);
    const several = this.#sources.countInputs(node.name) > 1 && kindOf(node) !== "merge";
    if (made && several) say("several-inputs");
    const options = optionsOf(node, say);
    return made
      ? { converted: made, options }
      : { converted: original(node), options: { ...options, disabled: true } };
  }

  #convertedNode(
    node: N8nNode,
    say: (code: NoticeCode, detail?: string | Text) => void,
  ): ConvertedNode | undefined {
    if (startsSomething(node)) {
      say("other-trigger");
      return undefined;
    }
    const kind = kindOf(node) ?? "";
    const convert = Object.hasOwn(converters, kind) ? converters[kind] : undefined;
    if (!convert) {
      say("unknown-node", node.type);
      return undefined;
    }
    const values = new Values({
      input: this.#sources.input(node.name),
      output: (name) => this.#sources.output(name),
      reads: (source) => this.#reads(source),
      notCarried: say,
    });
    const isLoose = this.#sources.input(node.name) === nothing;
    let readsNothing = false;
    const input: Sources["input"] = (name, index) => {
      readsNothing ||= isLoose;
      return this.#reads(this.#sources.input(name, index));
    };
    const output: Sources["output"] = (name) => {
      const source = this.#sources.output(name);
      return source && this.#reads(source);
    };
    const exits = this.#exported.connections[node.name]?.main ?? [];
    const made = convert({
      node,
      values,
      rules: {
        values,
        notCarried: (operation) => say("operator-not-carried", operation),
        looseNotCarried: (type) => say("loose-not-carried", type),
      },
      sources: { ...this.#sources, input, output },
      goesOn: exits.some((targets) => (targets ?? []).length > 0),
      leadsOn: (output) => (exits[output] ?? []).length > 0,
      notice: say,
    });
    if (!("left" in made)) {
      if (readsNothing) say("no-input");
      return made;
    }
    say(made.because ?? "mode-not-carried", made.left);
    return undefined;
  }

  #reads(source: Source): Source {
    for (const name of source.requests ?? []) this.#answersRead.add(name);
    return source;
  }

  #edges(ports: ReadonlyMap<string, ConvertedNode["ports"]>): WorkflowEdge[] {
    const edges = new Map<string, WorkflowEdge>();
    for (const [from, kinds] of Object.entries(this.#exported.connections)) {
      for (const [kind, outputs] of Object.entries(kinds)) {
        outputs.forEach((targets, output) => {
          for (const { node: to } of targets ?? []) {
            const key = this.#keys.get(to);
            const leads = kind === "main" && key !== undefined && !this.#comesRound(from, to);
            const exits = leads ? this.#exits(from, output, ports) : [];
            if (exits.length === 0 || key === undefined) {
              this.#say(from, "edge-not-carried", `${from} → ${to}${kind === "main" ? "" : ` (${kind})`}`);
            } else {
              for (const exit of exits) edges.set(JSON.stringify([exit, key]), { ...exit, to: key });
            }
          }
        });
      }
    }
    return [...edges.values()];
  }

  /** Whether an edge leads back into a loop of n8n, out of what that loop repeats. */
  #comesRound(from: string, to: string): boolean {
    return this.#isLoop(to) && reaches(this.#exported.connections, { from: to, to: from });
  }

  #isLoop(name: string): boolean {
    const node = this.#exported.nodes.find((one) => one.name === name);
    return node !== undefined && kindOf(node) === "splitInBatches";
  }

  /** From where an exit of n8n leads here; none: it leads nowhere. */
  #exits(
    from: string,
    output: number,
    ports: ReadonlyMap<string, ConvertedNode["ports"]>,
  ): { from: string; port?: string }[] {
    const key = this.#keys.get(from);
    if (key === undefined) return from === this.#trigger?.name && output === 0 ? [{ from: "trigger" }] : [];
    const named = ports.get(from);
    if (named?.[output])
      return named[output].map((port) => (port === "out" ? { from: key } : { from: key, port }));
    const node = this.#exported.nodes.find(({ name }) => name === from);
    const own = named?.length ?? 1;
    if (node?.onError === "continueErrorOutput" && output === own) return [{ from: key, port: "error" }];
    if (this.#isLoop(from)) return output <= 1 ? [{ from: key }] : [];
    return output === 0 && named === undefined ? [{ from: key }] : [];
  }

  /** A Response behind each node that nothing comes after. */
  #addAnswers(
    answerWith: (data: string) => JsonObject,
    nodes: Record<string, WorkflowNode>,
    edges: WorkflowEdge[],
  ): void {
    const fresh = freshKeysIn(new Set(Object.keys(nodes)));
    for (const { name } of this.#nodes()) {
      const from = this.#keys.get(name) ?? "";
      const isLast = !edges.some((edge) => edge.from === from);
      const isReached = edges.some((edge) => edge.to === from);
      const node = nodes[from];
      if (!node || !isLast || !isReached || node.type === "response") continue;
      const key = fresh("answer");
      const data = wholeOf(this.#reads(this.#sources.output(name) ?? nothing));
      nodes[key] = {
        type: "response",
        name: `${name.slice(0, 180)}: answer`,
        config: answerWith(data),
      };
      for (const port of lastPorts(node))
        edges.push(port === "out" ? { from, to: key } : { from, port, to: key });
    }
    this.#say(null, "answers-added");
  }

  #sayTheRest(): void {
    const { settings, pinData } = this.#exported;
    for (const name of this.#answersRead) this.#say(name, "list-answer");
    if (typeof settings.errorWorkflow === "string" && settings.errorWorkflow !== "")
      this.#say(null, "error-workflow");
    for (const name of Object.keys(pinData ?? {})) this.#say(null, "pinned-data", name);
  }
}

/** Whether edges lead from one node to another, over others or not. */
function reaches(connections: N8nExport["connections"], way: { from: string; to: string }): boolean {
  const seen = new Set([way.from]);
  for (const name of seen) {
    for (const target of (connections[name]?.main ?? []).flatMap((targets) => targets ?? []))
      seen.add(target.node);
  }
  return seen.has(way.to);
}

/** The exits of a node that nothing was connected to. */
function lastPorts({ type, config }: WorkflowNode): string[] {
  if (type === "condition") return ["true", "false"];
  if (type !== "switch") return ["out"];
  const { cases } = config;
  const named = Array.isArray(cases) ? cases.map((one) => (one as { port?: string }).port ?? "") : [];
  return [...named, "default"];
}

/** A node that nothing here does the same as: what it was stands in its config. */
function original({ type, typeVersion, parameters, credentials }: N8nNode): ConvertedNode {
  return {
    type: `n8n:${type.replace(/^n8n-nodes-base\./, "")}`.slice(0, 64),
    config: { original: { type, typeVersion, parameters, ...(credentials ? { credentials } : {}) } as Json },
  };
}
