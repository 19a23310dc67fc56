import type { Step } from "@sluice/api/schemas";
import { type Json, type JsonObject, type Spent, sumSpent } from "@sluice/workflow/node-contract";
import type { JournalRecord, ValueReference } from "../stores/executions/store.ts";
import { containerPath, frameParts, rootFrame } from "./frame-id.ts";
import { IterationStates } from "./iteration-states.ts";
import { reasonOf, type Sleep } from "./sleeping-steps.ts";

/** What the list of steps begins with. Times are milliseconds since 1970. */
export interface TriggerStep {
  readonly type: string;
  readonly output: JsonObject;
  readonly at: number;
}

/** The steps outside of containers, of a journal that is at hand. */
export function stepsOf(given: {
  readonly trigger: TriggerStep;
  readonly journal: readonly JournalRecord[];
  /** The execution has: what runs or waits in it was called off. */
  readonly ended?: boolean;
}): Step[] {
  const reading = new FrameReading({ trigger: given.trigger });
  for (const record of given.journal) reading.heed(record);
  return reading.steps({ ended: given.ended === true });
}

type Started = Exclude<JournalRecord, { kind: "ended" | "asked" }>;
type Kept = Json | LargeValue;

/** Stands for a value that is kept beside the journal. */
class LargeValue {
  readonly at: ValueReference;

  constructor(at: ValueReference) {
    this.at = at;
  }
}

/**
 * The steps of one frame of an execution as its journal tells them: the trigger (outside of containers), then the
 * others in the order of their start, then those that were skipped. Inputs are made from the outputs they came from:
 * they are not stored twice.
 */
export class FrameReading {
  readonly #frame: string;
  readonly #trigger: TriggerStep;
  /** Outputs of this frame and of those around it. */
  readonly #outputs = new Map<string, Kept>();
  readonly #steps = new Map<string, { order: number; step: Step }>();
  /** Of the containers of this frame that opened, by node key. */
  readonly #bodies = new Map<string, IterationStates>();
  readonly #skipped: Step[] = [];
  /** What the body's first steps got. */
  #input: Kept = null;
  #known: boolean;
  #spent: Spent | null = null;

  /** `frame`: the one whose steps are wanted; left out: the one outside of containers. */
  constructor({ trigger, frame = rootFrame }: { trigger: TriggerStep; frame?: string }) {
    this.#frame = frame;
    this.#trigger = trigger;
    this.#known = frame === rootFrame;
    this.#outputs.set("trigger", trigger.output);
  }

  /** Whether the journal tells of this frame: of a record in it, or that its container runs so often. */
  get known(): boolean {
    return this.#known;
  }

  /** By the whole execution, as far as it was heeded. */
  get spent(): Spent | null {
    return this.#spent;
  }

  heed(record: JournalRecord): void {
    if (record.kind === "ended") {
      this.#end(record);
      return;
    }
    const frame = record.frame ?? rootFrame;
    this.#known ||= frame === this.#frame || isRunOf(this.#frame, record);
    if ("spent" in record) this.#spent = sumSpent(this.#spent, record.spent ?? null);
    if (record.kind === "asked") return;
    if (frame === this.#frame) this.#take(record);
    else if (this.#isAround(frame)) {
      if (record.kind === "finished" || record.kind === "failed")
        this.#outputs.set(record.node, outputOf(record));
    } else this.#heedIteration(record, frame);
    if (record.kind === "opened") this.#opened(record, frame);
  }

  /** `ended`: the execution is over, and what has no end was cut off by it. */
  steps({ ended }: { ended: boolean }): Step[] {
    const inOrder = [...this.#steps.values()].sort((one, other) => one.order - other.order);
    for (const { step } of inOrder) {
      const body = this.#bodies.get(step.node);
      if (ended) body?.executionEnded();
      if (body) step.iterations = body.counts();
      if (ended && (step.status === "running" || step.status === "waiting")) {
        Object.assign(step, { status: "cancelled", waiting: null });
      }
    }
    const own = [...inOrder.map(({ step }) => step), ...this.#skipped];
    return this.#frame === rootFrame ? [triggerStep(this.#trigger), ...own] : own;
  }

  #end(record: JournalRecord & { kind: "ended" }): void {
    if (this.#frame === rootFrame) {
      for (const { node, type } of record.skipped) {
        this.#skipped.push({ ...blank(), node, type, status: "skipped" });
      }
    }
    for (const step of record.cancelled) {
      const run = this.#runAt(step.frame ?? rootFrame);
      if (run?.own) this.#bodies.get(run.key)?.cutOff({ index: run.index, node: step.node });
      if ((step.frame ?? rootFrame) !== this.#frame) continue;
      const before = this.#steps.get(step.node)?.step ?? begun(step);
      const finishedAt = toTime(step.finishedAt);
      Object.assign(before, { status: "cancelled", waiting: null, finishedAt });
      this.#steps.set(step.node, { order: step.order, step: before });
    }
  }

  #take(record: Started): void {
    const known = this.#steps.get(record.node);
    const step = known && known.order === record.order ? known.step : begun(record);
    step.attempts = record.attempt ?? 1;
    if (!known) step.input = shown(this.#inputOf(record.from));
    Object.assign(step, resultOf(record, step));
    if (record.kind === "opened") this.#bodies.set(record.node, new IterationStates());
    this.#bodies.get(record.node)?.heedContainer(record);
    if ("spent" in record) step.spent = sumSpent(step.spent, record.spent ?? null);
    if (record.kind === "finished" || record.kind === "failed")
      this.#outputs.set(record.node, outputOf(record));
    if (record.kind === "passed") this.#outputs.set(record.node, this.#inputOf(record.from));
    this.#steps.set(record.node, { order: record.order, step });
  }

  /** A run of this frame's body begins with what it was given. */
  #opened(record: JournalRecord & { kind: "opened" }, frame: string): void {
    if (this.#frame === rootFrame) return;
    const { parent, key, index } = frameParts(this.#innermostUnder(frame));
    if (parent !== frame || key !== record.node) return;
    if ("itemsAt" in record) this.#input = new LargeValue(record.itemsAt);
    else if (Array.isArray(record.items)) this.#input = record.items[index] ?? null;
    else this.#input = this.#inputOf(record.from);
  }

  /** The frame on the way to this one that stands directly in `frame`. */
  #innermostUnder(frame: string): string {
    const rest = frame === rootFrame ? this.#frame : this.#frame.slice(frame.length + 1);
    const first = rest.split("/")[0] ?? "";
    return containerPath(frame, first);
  }

  #isAround(frame: string): boolean {
    if (this.#frame === rootFrame) return false;
    return frame === rootFrame || this.#frame.startsWith(`${frame}/`);
  }

  /** A record in a run of a container of this frame: how its iterations stand shows on the container. */
  #heedIteration(record: Started, frame: string): void {
    const run = this.#runAt(frame);
    if (run) this.#bodies.get(run.key)?.heed(record, run);
  }

  /** The run of a container of this frame that a frame is in, or is (`own`). */
  #runAt(frame: string): { key: string; index: number; own: boolean } | undefined {
    if (frame === this.#frame) return undefined;
    if (this.#frame !== rootFrame && !frame.startsWith(`${this.#frame}/`)) return undefined;
    const inner = this.#frame === rootFrame ? frame : frame.slice(this.#frame.length + 1);
    const first = inner.split("/")[0] ?? "";
    const { key, index } = frameParts(first);
    return { key, index, own: inner === first };
  }

  #inputOf(from: readonly string[]): Kept {
    const [only] = from;
    if (only === undefined) return this.#input;
    if (from.length === 1) return this.#outputs.get(only) ?? null;
    return Object.fromEntries(from.map((node) => [node, shown(this.#outputs.get(node) ?? null)]));
  }
}

/** Whether a record of a container says that it has this run. */
function isRunOf(frame: string, record: JournalRecord): boolean {
  if (frame === rootFrame || (record.kind !== "opened" && record.kind !== "asked")) return false;
  const { parent, key, index } = frameParts(frame);
  if (key !== record.node || parent !== (record.frame ?? rootFrame)) return false;
  return record.kind === "asked" ? record.more && index === record.index : index < (record.total ?? 0);
}

function outputOf(record: Extract<JournalRecord, { kind: "finished" | "failed" }>): Kept {
  return "outputAt" in record ? new LargeValue(record.outputAt) : record.output;
}

/** What stands in the place of a large value. */
function shown(kept: Kept): Json {
  return kept instanceof LargeValue ? { $cut: { ...kept.at } } : kept;
}

function resultOf(record: Started, step: Step): Partial<Step> {
  switch (record.kind) {
    case "started":
      return { status: "running", waiting: null };
    case "opened":
      return { status: "running" };
    case "retrying": {
      const { error, dueAt, attempt = 1, finishedAt } = record;
      const failedAttempt = { attempt, error, at: toTime(finishedAt), nextAt: toTime(dueAt) };
      const waiting = waitingFor({ for: "retry", until: dueAt });
      return { status: "waiting", waiting, failedAttempts: [...step.failedAttempts, failedAttempt] };
    }
    case "suspended":
      return { status: "waiting", waiting: waitingFor(record.wait) };
    case "passed":
      return {
        status: "skipped",
        port: record.port,
        output: step.input,
        attempts: 0,
        finishedAt: toTime(record.startedAt),
      };
    case "finished": {
      const { ports, cached = false } = record;
      return {
        ...{
          status: "succeeded",
          port: portOf(ports),
          output: shown(outputOf(record)),
          cached,
          waiting: null,
        },
        ...leftBy(record),
      };
    }
    case "failed": {
      const { error, handled, output } = record;
      const port = { stop: null, continue: "out", branch: "error" }[handled];
      return { status: "failed", error, port, output, waiting: null, ...leftBy(record) };
    }
  }
}

function waitingFor(wait: Sleep): Step["waiting"] {
  const { kind, until, detail } = reasonOf(wait);
  return { kind, until: until === null ? null : toTime(until), detail };
}

function leftBy(record: Started & { kind: "finished" | "failed" }): Partial<Step> {
  const rules = record.rules ? [...record.rules] : null;
  return { rules, log: [...(record.log ?? [])], finishedAt: toTime(record.finishedAt) };
}

function portOf(ports: readonly string[]): Step["port"] {
  const [only] = ports;
  if (only === undefined) return null;
  return ports.length === 1 ? only : [...ports];
}

function blank() {
  return {
    ...{ port: null, input: null, output: null, error: null, rules: null, attempts: 0, frame: rootFrame },
    ...{ log: [], startedAt: null, finishedAt: null, failedAttempts: [], iterations: null },
    ...{ waiting: null, cached: false, spent: null },
  };
}

function begun(given: { node: string; type: string; startedAt: number; frame?: string }): Step {
  const { node, type, startedAt, frame = rootFrame } = given;
  return { ...blank(), node, type, frame, status: "running", attempts: 1, startedAt: toTime(startedAt) };
}

function triggerStep({ type, output, at }: TriggerStep): Step {
  const time = toTime(at);
  const times = { startedAt: time, finishedAt: time };
  return {
    ...blank(),
    node: "trigger",
    type,
    status: "succeeded",
    port: "out",
    output,
    attempts: 1,
    ...times,
  };
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
