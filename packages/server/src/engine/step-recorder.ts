import type { Iterated, Json, RuleRecord, Wait } from "@sluice/workflow/node-contract";
import type { JournalWriter } from "./journal-writer.ts";
import type { FailedOutcome, FinishedOutcome, StepOutcome } from "./perform-step.ts";
import type { Plan } from "./plan.ts";
import type { EndStatus } from "./state.ts";
import type { StepControl } from "./step-control.ts";
import { keyOf } from "./step-memory.ts";

/** A step that runs, or is about to. */
export interface StartedStep {
  /** Empty outside of containers. */
  readonly frame: string;
  readonly node: number;
  /** Positions of the nodes whose taken edges led here. */
  readonly from: readonly number[];
  /** Position among the started steps, from 1. */
  readonly order: number;
  readonly attempt: number;
  /** How many of its tries the process went down with: nobody knows what they came to. */
  readonly cutOff: number;
  /** Milliseconds since 1970. */
  startedAt: number;
  readonly control: StepControl;
}

/** Puts what happens to steps into the journal, as `JournalRecord` says. */
export class StepRecorder {
  readonly #plan: Plan;
  readonly #journal: JournalWriter;
  readonly #clock: () => number;

  constructor(given: { plan: Plan; journal: JournalWriter; clock: () => number }) {
    this.#plan = given.plan;
    this.#journal = given.journal;
    this.#clock = given.clock;
  }

  started(step: StartedStep): void {
    this.#journal.add({ kind: "started", ...this.#headOf(step) });
  }

  finished(
    step: StartedStep,
    outcome: FinishedOutcome,
    { answered, cached }: { answered: boolean; cached: boolean },
  ): void {
    const { ports, output, outputText, end } = outcome;
    const head = {
      kind: "finished",
      ...this.#resultOf(step, outcome),
      ports,
      ...(end ? { end: end.status, message: end.message } : {}),
      ...(answered ? { answered } : {}),
      ...(cached ? { cached } : {}),
    };
    const value = { name: "output", id: `out_${step.order}`, text: outputText, value: output } as const;
    this.#journal.add(head, value);
  }

  failed(
    step: StartedStep,
    outcome: FailedOutcome,
    { handled, output }: { handled: "stop" | "continue" | "branch"; output: Json },
  ): void {
    const { error } = outcome.failure;
    const head = { kind: "failed", ...this.#resultOf(step, outcome), error, handled };
    const value = {
      name: "output",
      id: `out_${step.order}`,
      text: JSON.stringify(output),
      value: output,
    } as const;
    this.#journal.add(head, value);
  }

  retrying(step: StartedStep, outcome: FailedOutcome, dueAt: number): void {
    const { error } = outcome.failure;
    this.#journal.add({ kind: "retrying", ...this.#resultOf(step, outcome), error, dueAt });
  }

  suspended(step: StartedStep, wait: Wait, memo: Json): void {
    this.#journal.add({ kind: "suspended", ...this.#headOf(step), at: this.#clock(), wait, memo });
  }

  opened(step: StartedStep, { iterate, concurrency, onItemError, limit }: Iterated): void {
    const items = iterate.over === "items" ? iterate.items : null;
    const total =
      iterate.over === "items" ? iterate.items.length : iterate.over === "count" ? iterate.count : null;
    const head = { kind: "opened", ...this.#headOf(step), total, concurrency, onItemError, limit };
    const value = {
      name: "items",
      id: `items_${step.order}`,
      text: JSON.stringify(items),
      value: items,
    } as const;
    this.#journal.add(head, value);
  }

  asked(given: {
    frame: string;
    node: number;
    index: number;
    more: boolean;
    rules: readonly RuleRecord[] | undefined;
  }): void {
    const { frame, node, index, more, rules } = given;
    this.#journal.add({
      kind: "asked",
      node: keyOf(this.#plan.graph, node),
      ...(frame === "" ? {} : { frame }),
      ...{ index, more, at: this.#clock() },
      ...(rules ? { rules } : {}),
    });
  }

  passed(step: StartedStep): void {
    const port = this.#plan.graph.nodes[step.node]?.passPort ?? null;
    this.#journal.add({ kind: "passed", ...this.#headOf(step), port });
  }

  ended(given: {
    status: EndStatus;
    at: number;
    skipped: readonly number[];
    cancelled: readonly (StartedStep & { finishedAt: number })[];
  }): void {
    const { status, at, skipped, cancelled } = given;
    this.#journal.add({
      kind: "ended",
      status,
      at,
      skipped: skipped.map((node) => ({ node: keyOf(this.#plan.graph, node), type: this.#typeOf(node) })),
      cancelled: cancelled.map((step) => ({ ...this.#headOf(step), finishedAt: step.finishedAt })),
    });
  }

  #headOf({ frame, node, from, order, startedAt, attempt }: StartedStep) {
    const { graph } = this.#plan;
    const sources = from.map((source) => keyOf(graph, source));
    return {
      ...{ node: keyOf(graph, node), type: this.#typeOf(node), order, from: sources, startedAt },
      ...(frame === "" ? {} : { frame }),
      ...(attempt === 1 ? {} : { attempt }),
    };
  }

  #resultOf(step: StartedStep, { rules, log }: Pick<StepOutcome, "rules" | "log">) {
    return {
      ...this.#headOf(step),
      finishedAt: this.#clock(),
      ...(rules ? { rules } : {}),
      ...(log.length > 0 ? { log } : {}),
    };
  }

  #typeOf(node: number): string {
    return this.#plan.nodes[node]?.type ?? "";
  }
}
