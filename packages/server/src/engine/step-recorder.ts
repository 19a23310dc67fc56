import type { Json } from "@sluice/workflow/node-contract";
import type { JournalWriter } from "./journal-writer.ts";
import type { StepControl, StepOutcome } from "./perform-step.ts";
import type { Plan } from "./plan.ts";
import type { EndStatus } from "./state.ts";
import { keyOf } from "./step-memory.ts";

/** A step that runs, or is about to. */
export interface StartedStep {
  readonly node: number;
  /** Positions of the nodes whose taken edges led here. */
  readonly from: readonly number[];
  /** Position among the started steps, from 1. */
  readonly order: number;
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

  finished(step: StartedStep, outcome: StepOutcome & { kind: "finished" }, answered: boolean): void {
    const { ports, output, outputText, end } = outcome;
    const head = {
      kind: "finished",
      ...this.#resultOf(step, outcome),
      ports,
      ...(end ? { end: end.status, message: end.message } : {}),
      ...(answered ? { answered } : {}),
    };
    this.#journal.add(head, { text: outputText, value: output });
  }

  failed(
    step: StartedStep,
    outcome: StepOutcome & { kind: "failed" },
    { handled, output }: { handled: "stop" | "continue" | "branch"; output: Json },
  ): void {
    const { error } = outcome.failure;
    const head = { kind: "failed", ...this.#resultOf(step, outcome), error, handled };
    this.#journal.add(head, { text: JSON.stringify(output), value: output });
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

  #headOf({ node, from, order, startedAt }: StartedStep) {
    const { graph } = this.#plan;
    const sources = from.map((source) => keyOf(graph, source));
    return { node: keyOf(graph, node), type: this.#typeOf(node), order, from: sources, startedAt };
  }

  #resultOf(step: StartedStep, { rules, log }: StepOutcome) {
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
