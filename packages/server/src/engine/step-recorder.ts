import type { Iterated, Json, RuleRecord, Spent, Wait } from "@sluice/workflow/node-contract";
import type { JournalWriter } from "./journal-writer.ts";
import type { FailedOutcome, FinishedOutcome, StepOutcome } from "./perform-step.ts";
import type { Plan } from "./plan.ts";
import { redactedError, redactedRules } from "./redact-record.ts";
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
  /** What its run left when it went to sleep to be run again; null: it begins. */
  readonly memo: Json;
  /** Milliseconds since 1970. */
  startedAt: number;
  readonly control: StepControl;
}

/**
 * Puts what happens to steps into the journal, as `JournalRecord` says. The texts are put together by hand: most of a
 * record is numbers and what the plan knows already, and half of the time of a step went into making objects of it and
 * texts of those. Secrets are taken out of what people or data wrote into it; everything else is what an execution is
 * built from again: a password like `node` or `1795` must not change node keys, kinds or times.
 */
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
    this.#journal.add(`{"kind":"started",${this.#headOf(step)}`);
  }

  finished(
    step: StartedStep,
    outcome: FinishedOutcome,
    { answered, cached }: { answered: boolean; cached: boolean },
  ): void {
    const { ports, output, outputText, end } = outcome;
    let head = `{"kind":"finished",${this.#resultOf(step, outcome)},"ports":${JSON.stringify(ports)}${spentText(outcome.spent)}`;
    if (end) {
      head += `,"end":"${end.status}"`;
      if (end.message !== undefined) head += `,"message":${this.#textOf(end.message)}`;
    }
    if (answered) head += ',"answered":true';
    if (cached) head += ',"cached":true';
    this.#journal.add(head, { name: "output", id: `out_${step.order}`, text: outputText, value: output });
  }

  failed(
    step: StartedStep,
    outcome: FailedOutcome,
    { handled, output }: { handled: "stop" | "continue" | "branch"; output: Json },
  ): void {
    const head = `{"kind":"failed",${this.#failureOf(step, outcome)},"handled":"${handled}"`;
    const text = JSON.stringify(output);
    this.#journal.add(head, { name: "output", id: `out_${step.order}`, text, value: output });
  }

  retrying(step: StartedStep, outcome: FailedOutcome, dueAt: number): void {
    this.#journal.add(`{"kind":"retrying",${this.#failureOf(step, outcome)},"dueAt":${dueAt}`);
  }

  suspended(step: StartedStep, wait: Wait, memo: Json): void {
    const rest = `"at":${this.#clock()},"wait":${JSON.stringify(wait)}`;
    const kept = this.#plan.redactor.json(JSON.stringify(memo), memo);
    this.#journal.add(`{"kind":"suspended",${this.#headOf(step)},${rest},"memo":${kept}`);
  }

  opened(step: StartedStep, { iterate, concurrency, onItemError, limit }: Iterated): void {
    const items = iterate.over === "items" ? iterate.items : null;
    const total =
      iterate.over === "items" ? iterate.items.length : iterate.over === "count" ? iterate.count : null;
    const rest = `"total":${total},"concurrency":${concurrency},"onItemError":"${onItemError}","limit":${limit}`;
    const text = JSON.stringify(items);
    const value = { name: "items", id: `items_${step.order}`, text, value: items } as const;
    this.#journal.add(`{"kind":"opened",${this.#headOf(step)},${rest}`, value);
  }

  asked(given: {
    frame: string;
    node: number;
    index: number;
    more: boolean;
    rules: readonly RuleRecord[] | undefined;
  }): void {
    const { frame, node, index, more, rules } = given;
    const head = `{"kind":"asked","node":${this.#keyTextOf(node)}${frameText(frame)}`;
    this.#journal.add(
      `${head},"index":${index},"more":${more},"at":${this.#clock()}${this.#rulesText(rules)}`,
    );
  }

  passed(step: StartedStep): void {
    const port = this.#plan.graph.nodes[step.node]?.passPort ?? null;
    this.#journal.add(`{"kind":"passed",${this.#headOf(step)},"port":${JSON.stringify(port)}`);
  }

  ended(given: {
    status: EndStatus;
    at: number;
    skipped: readonly number[];
    cancelled: readonly (StartedStep & { finishedAt: number })[];
  }): void {
    const { status, at, skipped, cancelled } = given;
    const left = skipped.map((node) => `{${this.#plan.nodes[node]?.recordHead ?? ""}}`);
    const off = cancelled.map((step) => `{${this.#headOf(step)},"finishedAt":${step.finishedAt}}`);
    this.#journal.add(
      `{"kind":"ended","status":"${status}","at":${at},"skipped":[${left.join()}],"cancelled":[${off.join()}]`,
    );
  }

  #headOf({ frame, node, from, order, startedAt, attempt }: StartedStep): string {
    const sources = from.length === 1 ? this.#keyTextOf(from[0] ?? -1) : this.#keyTextsOf(from);
    const head = `${this.#plan.nodes[node]?.recordHead},"order":${order},"from":[${sources}],"startedAt":${startedAt}`;
    return `${head}${frameText(frame)}${attempt <= 1 ? "" : `,"attempt":${attempt}`}`;
  }

  #resultOf(step: StartedStep, { rules, log }: Pick<StepOutcome, "rules" | "log">): string {
    const said = log.length === 0 ? "" : `,"log":[${log.map((line) => this.#textOf(line)).join()}]`;
    return `${this.#headOf(step)},"finishedAt":${this.#clock()}${this.#rulesText(rules)}${said}`;
  }

  #failureOf(step: StartedStep, outcome: FailedOutcome): string {
    const error = redactedError(outcome.failure.error, this.#plan.redactor);
    return `${this.#resultOf(step, outcome)},"error":${JSON.stringify(error)}${spentText(outcome.failure.spent)}`;
  }

  #rulesText(rules: readonly RuleRecord[] | undefined): string {
    return rules === undefined ? "" : `,"rules":${JSON.stringify(redactedRules(rules, this.#plan.redactor))}`;
  }

  #textOf(text: string): string {
    return JSON.stringify(this.#plan.redactor.text(text));
  }

  #keyTextsOf(nodes: readonly number[]): string {
    return nodes.map((node) => this.#keyTextOf(node)).join();
  }

  #keyTextOf(node: number): string {
    return this.#plan.nodes[node]?.keyText ?? JSON.stringify(keyOf(this.#plan.graph, node));
  }
}

function spentText(spent: Spent | undefined): string {
  return spent === undefined ? "" : `,"spent":${JSON.stringify(spent)}`;
}

function frameText(frame: string): string {
  return frame === "" ? "" : `,"frame":${JSON.stringify(frame)}`;
}
