import * as fc from "fast-check";
import type { JournalRecord } from "../../stores/executions/store.ts";
import { advance, type Effect, type ExecutionEvent } from "../advance.ts";
import { containerPath } from "../frame-id.ts";
import { type PlanGraph, planGraph } from "../plan-graph.ts";
import { type DueStep, type Replayed, stepId } from "../replay.ts";
import { type ExecutionState, initialState, stateOf } from "../state.ts";

type OnError = "stop" | "continue" | "branch";

/** A node and, of a container, what it holds. */
export interface Piece {
  readonly kind: "step" | "loop" | "while" | "try";
  readonly join: "all" | "any";
  readonly disabled: boolean;
  readonly onError: OnError;
  readonly total: number;
  readonly concurrency: number;
  readonly onItemError: "stop" | "break" | "skip";
  /** Edges into it: from the piece this many places before it, by a port. */
  readonly edges: readonly { readonly back: number; readonly port: string }[];
  readonly body: readonly Piece[];
}

const ports = ["out", "x", "error"];

/** Small trees of scopes, containers in each other up to this depth. */
export function pieces(depth: number): fc.Arbitrary<Piece[]> {
  const piece: fc.Arbitrary<Piece> = fc
    .record({
      kind:
        depth === 0
          ? fc.constant("step" as const)
          : fc.constantFrom(
              "step" as const,
              "step" as const,
              "loop" as const,
              "while" as const,
              "try" as const,
            ),
      join: fc.constantFrom("all" as const, "any" as const),
      disabled: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
      onError: fc.constantFrom<OnError>("stop", "continue", "branch"),
      total: fc.integer({ min: 0, max: 3 }),
      concurrency: fc.integer({ min: 1, max: 3 }),
      // Which runs of a body are cut off by another one's failure depends on the order; `skip` leaves them all.
      onItemError: fc.constant("skip" as const),
      edges: fc.array(fc.record({ back: fc.nat(4), port: fc.constantFrom(...ports) }), { maxLength: 3 }),
      body: depth === 0 ? fc.constant([]) : pieces(depth - 1),
    })
    .map((made) => (made.kind === "step" ? { ...made, body: [] } : made));
  return fc.array(piece, { minLength: depth === 2 ? 1 : 0, maxLength: 3 });
}

export interface Built {
  readonly graph: PlanGraph;
  readonly pieceOf: ReadonlyMap<string, Piece>;
}

export function build(root: readonly Piece[]): Built {
  const nodes: Record<string, { type: string; config: Record<string, never>; parent?: string }> = {};
  const edges: { from: string; port: string; to: string }[] = [];
  const pieceOf = new Map<string, Piece>();
  const put = (list: readonly Piece[], prefix: string, parent: string | undefined) => {
    list.forEach((piece, at) => {
      const key = `${prefix}${at}`;
      const { join, disabled, onError } = piece;
      nodes[key] = {
        type: piece.kind,
        config: {},
        join,
        disabled,
        onError,
        ...(parent ? { parent } : {}),
      } as never;
      pieceOf.set(key, piece);
      for (const { back, port } of piece.edges) {
        const from = at - 1 - back;
        if (from >= 0) edges.push({ from: `${prefix}${from}`, port, to: key });
        else if (parent === undefined) edges.push({ from: "trigger", port: "out", to: key });
      }
      put(piece.body, `${key}_`, key);
    });
  };
  put(root, "n", undefined);
  return { graph: planGraph({ nodes, edges }, () => "out"), pieceOf };
}

/** What each step does, whenever it runs: the same for the same step of the same frame. */
export type Fate = (frame: string, key: string) => readonly string[] | "fails";

export function fateOf(seed: number): Fate {
  return (frame, key) => {
    let hash = seed;
    for (const letter of `${frame}/${key}`) hash = (hash * 31 + letter.charCodeAt(0)) % 1_000_003;
    if (hash % 5 === 0) return "fails";
    return ports.filter((_, at) => ((hash >> at) & 1) === 1 || at === hash % 3);
  };
}

/** Runs a built graph, and writes a journal as the engine does. */
export class Walk {
  state: ExecutionState;
  readonly records: JournalRecord[] = [];
  readonly #built: Built;
  readonly #fate: Fate;
  readonly #due = new Map<string, { frame: string; node: number }>();
  readonly #containers: (Effect & { kind: "ask" | "collect" })[] = [];
  /** How the runs of the containers outside of containers ended. */
  readonly outcomes = new Map<string, string[]>();
  #order = 0;

  constructor(built: Built, fate: Fate, from?: Replayed) {
    this.#built = built;
    this.#fate = fate;
    this.state = from?.state ?? initialState(built.graph);
    if (!from) this.#feed({ kind: "begun" });
    else {
      for (const due of from.due) this.#due.set(stepId(due.frame, due.node), due);
      this.#containers.push(...from.containers);
      this.#order = from.lastOrder;
    }
  }

  /** To the end; `pick` chooses what comes next among as many. */
  go(pick: (count: number) => number): this {
    for (let turn = 0; turn < 5000; turn += 1) {
      const effect = this.#containers.shift();
      if (effect) this.#container(effect);
      else {
        const [id, step] = [...this.#due][pick(this.#due.size)] ?? [];
        if (id === undefined || !step) return this;
        this.#due.delete(id);
        this.#step(step);
      }
    }
    throw new Error("it does not end");
  }

  told(): Record<string, string | undefined> {
    const { graph } = this.#built;
    return Object.fromEntries(
      graph.nodes.flatMap(({ key }, node) => {
        const state = stateOf(graph, this.state, { node });
        return state === undefined ? [] : [[key, state]];
      }),
    );
  }

  #head(frame: string, key: string) {
    this.#order += 1;
    return {
      ...{ node: key, type: "x", order: this.#order, from: [], startedAt: 1 },
      ...(frame === "" ? {} : { frame }),
    };
  }

  #step({ frame, node }: Pick<DueStep, "frame" | "node">): void {
    const key = this.#built.graph.nodes[node]?.key ?? "";
    const piece = this.#built.pieceOf.get(key);
    if (!piece || piece.kind === "step") {
      this.#finish(frame, node, this.#fate(frame, key));
      return;
    }
    const { total, concurrency, onItemError, kind } = piece;
    const opened = {
      total: kind === "while" ? null : kind === "try" ? 1 : total,
      concurrency: kind === "loop" ? concurrency : 1,
      onItemError: kind === "try" ? ("stop" as const) : onItemError,
    };
    this.records.push({ kind: "opened", ...this.#head(frame, key), ...opened, limit: 99, items: null });
    this.#feed({ kind: "opened", frame, node, ...opened });
  }

  #container(effect: Effect & { kind: "ask" | "collect" }): void {
    const { frame, node } = effect;
    const key = this.#built.graph.nodes[node]?.key ?? "";
    const piece = this.#built.pieceOf.get(key);
    if (effect.kind === "ask") {
      const more = effect.index < (piece?.total ?? 0);
      this.records.push({ kind: "asked", node: key, frame, index: effect.index, more, at: 1 });
      this.#feed({ kind: "asked", frame, node, more });
    } else if (effect.stopped && piece?.kind !== "try") this.#finish(frame, node, "fails");
    else this.#finish(frame, node, [effect.stopped ? "error" : "out"]);
  }

  #finish(frame: string, node: number, what: readonly string[] | "fails"): void {
    const key = this.#built.graph.nodes[node]?.key ?? "";
    const head = { ...this.#head(frame, key), finishedAt: 2 };
    if (what === "fails") {
      const handled = this.#built.graph.nodes[node]?.onError ?? "stop";
      this.records.push({
        kind: "failed",
        ...head,
        error: { code: "x", message: "x" },
        handled,
        output: null,
      });
      this.#feed({ kind: "failed", frame, node });
    } else {
      this.records.push({ kind: "finished", ...head, ports: what, output: key });
      this.#feed({ kind: "finished", frame, node, ports: what });
    }
  }

  #feed(event: ExecutionEvent): void {
    const advanced = advance(this.#built.graph, this.state, event);
    this.state = advanced.state;
    for (const effect of advanced.effects) this.#heed(effect);
  }

  #heed(effect: Effect): void {
    switch (effect.kind) {
      case "start":
        this.#due.set(stepId(effect.frame, effect.node), effect);
        break;
      case "cancel": {
        this.#due.delete(stepId(effect.frame, effect.node));
        const at = this.#containers.findIndex(
          (one) => one.frame === effect.frame && one.node === effect.node,
        );
        if (at >= 0) this.#containers.splice(at, 1);
        break;
      }
      case "ask":
      case "collect":
        this.#containers.push(effect);
        break;
      case "leave": {
        if (effect.frame !== "") break;
        const path = containerPath("", this.#built.graph.nodes[effect.node]?.key ?? "");
        const told = this.outcomes.get(path) ?? [];
        told[effect.index] = effect.outcome;
        this.outcomes.set(path, told);
        break;
      }
      default:
        break;
    }
  }
}
