import type { Json, JsonObject, Wait } from "@sluice/workflow/node-contract";
import type { JournalRecord, ValueReference } from "../stores/executions/store.ts";
import { advance, type Effect, type ExecutionEvent } from "./advance.ts";
import { rootFrame } from "./frame-id.ts";
import { lostMemo } from "./lost-memo.ts";
import { type PlanGraph, triggerIndex } from "./plan-graph.ts";
import { type ExecutionState, initialState } from "./state.ts";
import { StepMemory } from "./step-memory.ts";

/** A step that had started, or was about to, and has no result: it is to be run (again), or sleeps. */
export interface DueStep {
  readonly frame: string;
  readonly node: number;
  readonly from: readonly number[];
  /** Known when it had begun before. */
  readonly order: number | undefined;
  readonly startedAt: number | undefined;
  readonly attempt: number;
  /** How many of its tries had begun and left no result: the process went down with them. */
  readonly cutOff: number;
  /** What its run left when it went to sleep to be run again; null: it begins. */
  readonly memo: Json;
  /** Of a step that sleeps: since when, and what for. */
  readonly asleep:
    | { readonly wait: Wait | { readonly for: "retry"; readonly until: number }; readonly memo: Json }
    | undefined;
}

/** An execution as its journal tells it. */
export interface Replayed {
  readonly state: ExecutionState;
  readonly memory: StepMemory;
  readonly due: readonly DueStep[];
  /** Container steps whose body runs, or is over and not collected. */
  readonly open: readonly DueStep[];
  /** Containers that are to be asked, or to give out what their runs came to. */
  readonly containers: readonly (Effect & { kind: "ask" | "collect" })[];
  /** Highest position a step was started at. */
  readonly lastOrder: number;
  /** When the last thing happened, milliseconds since 1970; null when nothing did. */
  readonly lastAt: number | null;
  readonly answered: boolean;
}

interface ReplayGiven {
  readonly graph: PlanGraph;
  readonly trigger: JsonObject;
  /** Large values by their id. */
  readonly values?: ReadonlyMap<string, Json>;
  /** Whether a container's body sees `item` and `index`. */
  readonly repeats?: (node: number) => boolean;
}

/** Builds the state of an execution from its journal, or from any beginning of it. */
export function replay(given: ReplayGiven & { readonly records: readonly JournalRecord[] }): Replayed {
  const replaying = new Replay(given);
  for (const record of given.records) replaying.heed(record);
  return replaying.all();
}

/** The same of a journal that comes piece by piece. */
export class Replay {
  readonly #given: ReplayGiven;
  readonly #memory: StepMemory;
  readonly #due = new Map<string, DueStep>();
  readonly #containers = new Map<string, Effect & { kind: "ask" | "collect" }>();
  #state: ExecutionState;
  #lastOrder = 0;
  #lastAt: number | null = null;
  #answered = false;

  constructor(given: ReplayGiven) {
    this.#given = given;
    this.#memory = new StepMemory(given.graph, given.trigger);
    this.#state = initialState(given.graph);
    this.#feed({ kind: "begun" });
  }

  heed(record: JournalRecord): void {
    if ("order" in record) this.#lastOrder = Math.max(this.#lastOrder, record.order);
    if ("finishedAt" in record) this.#lastAt = Math.max(this.#lastAt ?? 0, record.finishedAt);
    if (record.kind === "finished" && record.answered) this.#answered = true;
    this.#heed(record);
  }

  /** What the records so far have come to. */
  all(): Replayed {
    const { graph } = this.#given;
    const all = [...this.#due.values()];
    const isOpen = ({ frame, node }: DueStep) =>
      this.#containers.has(stepId(frame, node)) || this.#isOpen(frame, node, graph);
    const due = all.filter((step) => !isOpen(step));
    return {
      ...{ state: this.#state, memory: this.#memory, due, lastOrder: this.#lastOrder },
      ...{ lastAt: this.#lastAt, answered: this.#answered },
      open: all.filter(isOpen),
      containers: [...this.#containers.values()],
    };
  }

  /** A container whose body runs is not to be run itself. */
  #isOpen(frame: string, node: number, graph: PlanGraph): boolean {
    const key = graph.nodes[node]?.key ?? "";
    return this.#state.containers.has(frame === rootFrame ? key : `${frame}/${key}`);
  }

  #heed(record: JournalRecord): void {
    if (record.kind === "ended") {
      // Any other end follows from the steps before it.
      if (record.status === "cancelled" || record.status === "timed-out") this.#feed({ kind: record.status });
      return;
    }
    const { graph } = this.#given;
    const frame = record.frame ?? rootFrame;
    const node = graph.indexOf.get(record.node) ?? triggerIndex;
    const id = stepId(frame, node);
    switch (record.kind) {
      case "started":
        // This try was cut off, as far as the journal knows: whoever runs the step makes the next one.
        this.#refine(id, { ...record, attempt: (record.attempt ?? 1) + 1 }, undefined, 1);
        break;
      case "retrying":
        // The attempt that failed: the next one is made when it wakes.
        this.#refine(id, record, { wait: { for: "retry", until: record.dueAt }, memo: null });
        break;
      case "suspended":
        this.#refine(id, record, { wait: record.wait, memo: record.memo });
        if (record.wait.for === "moment" && record.wait.again)
          this.#beginAgain(id, record.redacted ? lostMemo : record.memo);
        break;
      case "opened":
        this.#open(frame, node, record);
        break;
      case "asked":
        this.#containers.delete(id);
        this.#feed({ kind: "asked", frame, node, more: record.more });
        break;
      case "failed":
        this.#memory.fail(frame, node, record.error);
        this.#settle(id, frame, node, record.output);
        this.#feed({ kind: "failed", frame, node });
        break;
      case "finished":
        this.#settle(id, frame, node, "output" in record ? record.output : this.#value(record.outputAt));
        this.#feed(
          record.end
            ? { kind: "ended", frame, node, status: record.end }
            : { kind: "finished", frame, node, ports: record.ports },
        );
        break;
      case "passed":
        break;
    }
  }

  #refine(
    id: string,
    record: Extract<JournalRecord, { order: number }>,
    asleep: DueStep["asleep"],
    cutOff: 0 | 1 = 0,
  ): void {
    const known = this.#due.get(id);
    if (!known) return;
    const { order, startedAt, attempt = 1 } = record;
    // What a try came to takes its beginning back.
    const tries = cutOff === 1 ? known.cutOff + 1 : Math.max(0, known.cutOff - 1);
    this.#due.set(id, { ...known, order, startedAt, attempt, asleep, cutOff: tries });
  }

  /** The step sleeps to be run again: no try of that has begun. */
  #beginAgain(id: string, memo: Json): void {
    const known = this.#due.get(id);
    if (known) this.#due.set(id, { ...known, attempt: 0, cutOff: 0, memo });
  }

  #open(frame: string, node: number, record: JournalRecord & { kind: "opened" }): void {
    this.#refine(stepId(frame, node), record, undefined);
    const items = "items" in record ? record.items : this.#value(record.itemsAt);
    const from = this.#due.get(stepId(frame, node))?.from ?? [];
    this.#memory.openContainer(frame, node, {
      items: Array.isArray(items) ? items : null,
      repeats: this.#given.repeats?.(node) ?? true,
      input: this.#memory.inputOf(frame, from),
      ...{ limit: record.limit, carries: record.total === null },
    });
    const { total, concurrency, onItemError } = record;
    this.#feed({ kind: "opened", frame, node, total, concurrency, onItemError });
  }

  #settle(id: string, frame: string, node: number, output: Json): void {
    this.#due.delete(id);
    this.#containers.delete(id);
    this.#memory.set(frame, node, output);
  }

  #value({ value, preview }: ValueReference): Json {
    return this.#given.values?.get(value) ?? preview;
  }

  #feed(event: ExecutionEvent): void {
    const advanced = advance(this.#given.graph, this.#state, event);
    this.#state = advanced.state;
    for (const effect of advanced.effects) this.#follow(effect);
  }

  #follow(effect: Effect): void {
    switch (effect.kind) {
      case "start": {
        const { frame, node, from } = effect;
        const fresh = { order: undefined, startedAt: undefined, attempt: 1, cutOff: 0, memo: null };
        this.#due.set(stepId(frame, node), { frame, node, from, ...fresh, asleep: undefined });
        break;
      }
      case "pass":
        this.#memory.set(effect.frame, effect.node, this.#memory.inputOf(effect.frame, effect.from));
        break;
      case "cancel":
        this.#due.delete(stepId(effect.frame, effect.node));
        this.#containers.delete(stepId(effect.frame, effect.node));
        break;
      case "open":
        this.#memory.open(effect);
        break;
      case "leave":
        this.#memory.leave(effect);
        break;
      case "ask":
      case "collect":
        this.#containers.set(stepId(effect.frame, effect.node), effect);
        break;
      case "skip":
      case "end":
        break;
    }
  }
}

/** A step among all of its execution. */
export function stepId(frame: string, node: number): string {
  return `${frame}:${node}`;
}
