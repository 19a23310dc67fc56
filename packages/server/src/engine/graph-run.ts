import type { JsonObject } from "@sluice/workflow/node-contract";
import { advance, type Effect, type ExecutionEvent } from "./advance.ts";
import { lastOf } from "./advance-cancel.ts";
import { FrameDraft } from "./advance-draft.ts";
import { rootFrame } from "./frame-id.ts";
import type { Plan } from "./plan.ts";
import { type DueStep, type Replayed, stepId } from "./replay.ts";
import type { EndStatus, ExecutionState } from "./state.ts";
import { StepControl } from "./step-control.ts";
import { StepMemory } from "./step-memory.ts";
import type { StartedStep, StepRecorder } from "./step-recorder.ts";

/** What the graph asks of whoever runs it. */
export interface GraphHost {
  /** The step is to be called off; what it still answers counts for nothing. */
  callOff(frame: string, node: number): void;
  hasEnded(status: EndStatus): void;
}

/** The state of an execution's graph while it runs: events in, steps to be performed out. */
export class GraphRun {
  memory: StepMemory;
  /** To be performed, in this order. */
  readonly ready: StartedStep[] = [];
  /** Containers to be asked, or to give out what their runs came to. */
  readonly containers: (Effect & { kind: "ask" | "collect" })[] = [];
  /** Nodes outside of containers that did not run. */
  readonly skipped: number[] = [];
  /** Container steps whose body runs. */
  readonly open = new Map<string, StartedStep>();
  #state: ExecutionState;
  #order = 0;
  readonly #given: { plan: Plan; clock: () => number; recorder: StepRecorder; host: GraphHost };

  constructor(given: {
    plan: Plan;
    trigger: JsonObject;
    clock: () => number;
    recorder: StepRecorder;
    host: GraphHost;
  }) {
    this.#given = given;
    this.#state = given.plan.begun.state;
    this.memory = new StepMemory(given.plan.graph, given.trigger);
  }

  get ended(): boolean {
    return this.#state.ended !== null;
  }

  begin(): void {
    for (const effect of this.#given.plan.begun.effects) this.#heed(effect);
  }

  /** Goes on from a journal. Answers the steps that sleep. */
  resume(replayed: Replayed): { step: StartedStep; asleep: NonNullable<DueStep["asleep"]> }[] {
    this.#state = replayed.state;
    this.memory = replayed.memory;
    this.#order = replayed.lastOrder;
    this.containers.push(...replayed.containers);
    const sleeping: { step: StartedStep; asleep: NonNullable<DueStep["asleep"]> }[] = [];
    for (const due of replayed.due) {
      const step = this.#step(due);
      if (due.asleep) sleeping.push({ step, asleep: due.asleep });
      else this.ready.push(step);
    }
    for (const due of replayed.open) this.open.set(stepId(due.frame, due.node), this.#step(due));
    if (replayed.state.ended !== null) this.#given.host.hasEnded(replayed.state.ended);
    return sleeping;
  }

  apply(event: ExecutionEvent): void {
    const advanced = advance(this.#given.plan.graph, this.#state, event);
    this.#state = advanced.state;
    for (const effect of advanced.effects) this.#heed(effect);
  }

  /** The nodes outside of containers that ended a branch. */
  last(): number[] {
    const { graph } = this.#given.plan;
    const root = this.#state.frames.get(rootFrame);
    return root ? lastOf(graph, new FrameDraft(graph, rootFrame, root)) : [];
  }

  /** The next attempt of a step that failed, or the first of one that wants to be run again. */
  again(step: StartedStep): void {
    const { clock } = this.#given;
    const control = new StepControl();
    this.ready.push({ ...step, attempt: step.attempt + 1, startedAt: clock(), control });
  }

  #heed(effect: Effect): void {
    const { host } = this.#given;
    switch (effect.kind) {
      case "start":
        this.ready.push(this.#step(effect));
        break;
      case "pass":
        this.memory.set(effect.frame, effect.node, this.memory.inputOf(effect.frame, effect.from));
        this.#given.recorder.passed(this.#step(effect));
        break;
      case "skip":
        if (effect.frame === rootFrame) this.skipped.push(effect.node);
        break;
      case "cancel":
        this.#cancel(effect.frame, effect.node);
        break;
      case "open":
        this.memory.open(effect);
        break;
      case "leave":
        this.memory.leave(effect);
        break;
      case "ask":
      case "collect":
        this.containers.push(effect);
        break;
      case "end":
        host.hasEnded(effect.status);
        break;
    }
  }

  #cancel(frame: string, node: number): void {
    const id = stepId(frame, node);
    const asked = this.containers.findIndex((one) => one.frame === frame && one.node === node);
    if (asked >= 0) this.containers.splice(asked, 1);
    this.#given.host.callOff(frame, node);
    this.open.delete(id);
  }

  #step(given: Pick<DueStep, "frame" | "node" | "from"> & Partial<DueStep>): StartedStep {
    const { frame, node, from, attempt = 1, cutOff = 0, memo = null } = given;
    const { startedAt = this.#given.clock() } = given;
    let { order } = given;
    if (order === undefined) {
      this.#order += 1;
      order = this.#order;
    }
    return { frame, node, from, order, attempt, cutOff, memo, startedAt, control: new StepControl() };
  }
}
