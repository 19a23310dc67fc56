import type { Json, Wait, Woken } from "@sluice/workflow/node-contract";
import type { WaitingReason } from "../stores/executions/store.ts";
import { stepId } from "./replay.ts";
import type { StartedStep } from "./step-recorder.ts";

/** What a step sleeps for: what its run said, or its next attempt. */
export type Sleep = Wait | { readonly for: "retry"; readonly until: number };

export interface SleepingStep {
  readonly step: StartedStep;
  readonly wait: Sleep;
  readonly memo: Json;
}

/** The steps of an execution that sleep. */
export class SleepingSteps {
  readonly #steps = new Map<string, SleepingStep>();

  get size(): number {
    return this.#steps.size;
  }

  add(sleeping: SleepingStep): void {
    this.#steps.set(stepId(sleeping.step.frame, sleeping.step.node), sleeping);
  }

  /** Takes a step out; undefined: it does not sleep. */
  take(frame: string, node: number): SleepingStep | undefined {
    const id = stepId(frame, node);
    const found = this.#steps.get(id);
    this.#steps.delete(id);
    return found;
  }

  has(frame: string, node: number): boolean {
    return this.#steps.has(stepId(frame, node));
  }

  /** Takes out those whose moment has come, in the order of their moments, at most so many. */
  takeDue(now: number, most: number): SleepingStep[] {
    const due = [...this.#steps.values()]
      .filter(({ wait }) => wait.until !== null && wait.until <= now)
      .sort((one, other) => (one.wait.until ?? 0) - (other.wait.until ?? 0))
      .slice(0, most);
    for (const { step } of due) this.take(step.frame, step.node);
    return due;
  }

  /** When the next one is due, milliseconds since 1970; null: none of them by itself. */
  get nextDue(): number | null {
    let next: number | null = null;
    for (const { wait } of this.#steps.values()) {
      if (wait.until !== null && (next === null || wait.until < next)) next = wait.until;
    }
    return next;
  }

  /** Whether something that was kept in the database may wake one of them. */
  get waitsForOthers(): boolean {
    return [...this.#steps.values()].some(({ wait }) => wait.for !== "moment" && wait.for !== "retry");
  }

  /** What the execution as a whole waits for: the first that will go on by itself, else the first there is. */
  reason(): WaitingReason | null {
    const sleeping = [...this.#steps.values()];
    const { nextDue } = this;
    const shown = sleeping.find(({ wait }) => wait.until === nextDue) ?? sleeping[0];
    return shown ? reasonOf(shown.wait) : null;
  }

  clear(): void {
    this.#steps.clear();
  }
}

export function reasonOf(wait: Sleep): WaitingReason {
  const detail = wait.for === "approval" ? wait.title : wait.for === "call" ? wait.workflowId : null;
  return { kind: wait.for, until: wait.until, detail };
}

/** What a step whose own moment has come is told. */
export const byMoment: Woken = { by: "moment" };
