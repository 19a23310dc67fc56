import type { Json, Woken } from "@sluice/workflow/node-contract";
import type { ExecutionProgress } from "../stores/executions/store.ts";
import type { IntakeStore, JournalEffects } from "../stores/intake/store.ts";
import { StoreUnavailableError } from "../stores/intake/store.ts";
import type { WaitPlace } from "../stores/waits/store.ts";
import { addEffects, type EffectsDraft, noEffects } from "./journal-effects.ts";
import type { Redactor } from "./redact.ts";

/** A value of a record under its name, with its JSON text. Of a large one `id` tells it from the execution's others. */
interface Value {
  readonly name: "output" | "items";
  readonly id: string;
  readonly text: string;
  readonly value: Json;
}

/** What is written with an execution's end, for the step that called it. */
export interface EndResult {
  readonly place: WaitPlace;
  readonly woken: Woken;
}

/** Values up to this many bytes of JSON text stand in the journal itself. */
export const inlineBytes = 1024 * 1024;
const previewLength = 1000;
const retryMs = 1000;

/**
 * An execution's journal on its way to disk: records wait in memory and leave together, with what steps left behind
 * besides. One chunk is under way at a time, so that their numbers have no gap whatever fails in between.
 */
export class JournalWriter {
  #records: string[] = [];
  #effects: EffectsDraft | null = null;
  #seq: number;
  #under: Promise<void> | undefined;
  #progress: ExecutionProgress | null = null;
  #result: EndResult | null = null;
  #closed = false;
  #patient = true;
  readonly #executionId: string;
  readonly #epoch: number;
  readonly #intake: Pick<IntakeStore, "append">;
  readonly #redactor: Redactor;

  constructor(given: {
    executionId: string;
    epoch: number;
    intake: Pick<IntakeStore, "append">;
    redactor: Redactor;
    seq: number;
  }) {
    this.#executionId = given.executionId;
    this.#epoch = given.epoch;
    this.#intake = given.intake;
    this.#redactor = given.redactor;
    this.#seq = given.seq;
  }

  get waiting(): number {
    return this.#records.length;
  }

  /** A chunk is on its way: what waits now leaves when it has arrived. */
  get busy(): boolean {
    return this.#under !== undefined;
  }

  /** `head`: a record's JSON text, secrets taken out, but for its value and its closing brace. */
  add(head: string, value?: Value): void {
    if (!value) {
      this.#records.push(`${head}}`);
      return;
    }
    const text = this.#redactor.json(value.text, value.value);
    const bytes = text.length > inlineBytes / 3 ? Buffer.byteLength(text) : text.length;
    if (bytes <= inlineBytes) {
      this.#records.push(`${head},"${value.name}":${text}}`);
      return;
    }
    this.leave({ values: [{ value: value.id, bytes, json: text }] });
    const reference = { value: value.id, bytes, preview: text.slice(0, previewLength) };
    this.#records.push(`${head},"${value.name}At":${JSON.stringify(reference)}}`);
  }

  /** What a step leaves behind besides its records. */
  leave(effects: Partial<JournalEffects>): void {
    this.#effects ??= noEffects();
    addEffects(this.#effects, effects);
  }

  /** The journal so far as the first chunk, for the commit that accepts the execution. */
  first(): { journal: string | null; effects: JournalEffects | null } {
    const { records: journal, effects } = this.#take();
    if (journal !== null) this.#seq = 1;
    return { journal, effects };
  }

  /** Writes what waits, and what it made of the execution. Resolves when it is on disk; a full database is waited for. */
  async flush(progress: ExecutionProgress | null, result: EndResult | null = null): Promise<void> {
    this.#progress = progress ?? this.#progress;
    this.#result = result ?? this.#result;
    while (this.#under) await this.#under;
    const nothing = this.#records.length === 0 && this.#progress === null && this.#effects === null;
    if (this.#closed || nothing) return;
    this.#under = this.#write().finally(() => {
      this.#under = undefined;
    });
    await this.#under;
  }

  /** The execution had ended already, or another holds it: nothing more is written, and nothing more may be done. */
  get closed(): boolean {
    return this.#closed;
  }

  /** The process is going: a database that cannot be written is not waited for any more. */
  hurry(): void {
    this.#patient = false;
  }

  async #write(): Promise<void> {
    const executionId = this.#executionId;
    const { records, effects } = this.#take();
    const chunk = records === null ? null : { executionId, seq: this.#seq, records };
    const progress = this.#progress;
    const result = this.#result;
    this.#progress = null;
    this.#result = null;
    const given = { chunk, executionId, epoch: this.#epoch, progress, effects, result };
    for (let again = false; !this.#closed; again = true) {
      try {
        // It may be on disk all the same: where the answer to a commit was lost, and nobody could tell for a while.
        const open = await this.#intake.append({ ...given, again });
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

  #take(): { records: string | null; effects: JournalEffects | null } {
    const records = this.#records.length === 0 ? null : `[${this.#records.join(",")}]`;
    const effects = this.#effects;
    this.#records = [];
    this.#effects = null;
    return { records, effects };
  }
}
