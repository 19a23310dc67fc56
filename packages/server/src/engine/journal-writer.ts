import type { Json, RuleRecord } from "@sluice/workflow/node-contract";
import type { ExecutionProgress, StepError } from "../stores/executions/store.ts";
import type { IntakeStore } from "../stores/intake/store.ts";
import { StoreUnavailableError } from "../stores/intake/store.ts";
import type { Redactor } from "./redact.ts";

/** A record without its output, which is written as the text that was made of it already. */
type Head = {
  readonly kind: string;
  readonly rules?: readonly RuleRecord[];
  readonly log?: readonly string[];
  readonly error?: StepError;
  readonly message?: string | undefined;
  readonly [field: string]: unknown;
};

const retryMs = 1000;

/**
 * An execution's journal on its way to disk: records wait in memory and leave together. One chunk is under way at a
 * time, so that their numbers have no gap whatever fails in between.
 */
export class JournalWriter {
  #records: string[] = [];
  #seq: number;
  #under: Promise<void> | undefined;
  #progress: ExecutionProgress | null = null;
  #closed = false;
  #patient = true;
  readonly #executionId: string;
  readonly #intake: IntakeStore;
  readonly #redactor: Redactor;

  constructor(given: { executionId: string; intake: IntakeStore; redactor: Redactor; seq: number }) {
    this.#executionId = given.executionId;
    this.#intake = given.intake;
    this.#redactor = given.redactor;
    this.#seq = given.seq;
  }

  get waiting(): number {
    return this.#records.length;
  }

  add(head: Head, output?: { readonly text: string; readonly value: Json }): void {
    const line = JSON.stringify(redacted(head, this.#redactor));
    if (!output) this.#records.push(line);
    else
      this.#records.push(`${line.slice(0, -1)},"output":${this.#redactor.json(output.text, output.value)}}`);
  }

  /** The journal so far as the first chunk, for the commit that accepts the execution; null when there is none. */
  first(): string | null {
    const text = this.#take();
    if (text !== null) this.#seq = 1;
    return text;
  }

  /** Writes what waits, and what it made of the execution. Resolves when it is on disk; a full database is waited for. */
  async flush(progress: ExecutionProgress | null): Promise<void> {
    this.#progress = progress ?? this.#progress;
    while (this.#under) await this.#under;
    if (this.#closed || (this.#records.length === 0 && this.#progress === null)) return;
    this.#under = this.#write().finally(() => {
      this.#under = undefined;
    });
    await this.#under;
  }

  /** The execution had ended already, by another hand: nothing more is written, and nothing more may be done. */
  get closed(): boolean {
    return this.#closed;
  }

  /** The process is going: a database that cannot be written is not waited for any more. */
  hurry(): void {
    this.#patient = false;
  }

  async #write(): Promise<void> {
    const records = this.#take();
    const chunk = records === null ? null : { executionId: this.#executionId, seq: this.#seq, records };
    const progress = this.#progress;
    this.#progress = null;
    while (!this.#closed) {
      try {
        const open = await this.#intake.append({ chunk, executionId: this.#executionId, progress });
        if (!open) this.#closed = true;
        if (chunk) this.#seq += 1;
        return;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || !this.#patient) {
          this.#closed = true;
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
      }
    }
  }

  #take(): string | null {
    if (this.#records.length === 0) return null;
    const text = `[${this.#records.join(",")}]`;
    this.#records = [];
    return text;
  }
}

/**
 * A record with the secrets taken out of what people or data wrote into it. Everything else in it is what an execution
 * is built from again: a password like `node` or `1795` must not change node keys, kinds or times.
 */
function redacted(head: Head, redactor: Redactor): Head {
  const { rules, log, error, message } = head;
  return {
    ...head,
    ...(rules && { rules: rules.map((rule) => redactedRule(rule, redactor)) }),
    ...(log && { log: log.map(redactor.text) }),
    ...(error && { error: { ...error, message: redactor.text(error.message) } }),
    ...(message !== undefined && { message: redactor.text(message) }),
  };
}

function redactedRule(rule: RuleRecord, redactor: Redactor): RuleRecord {
  const { left, right, error } = rule;
  return {
    ...rule,
    ...(left !== undefined && { left: redactor.value(left) }),
    ...(right !== undefined && { right: redactor.value(right) }),
    ...(error !== undefined && { error: redactor.text(error) }),
  };
}
