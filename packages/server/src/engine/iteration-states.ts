import type { Step } from "@sluice/api/schemas";
import type { JournalRecord } from "../stores/executions/store.ts";

export type IterationStatus = "running" | "succeeded" | "failed" | "cancelled";
type StepRecord = Exclude<JournalRecord, { kind: "ended" | "asked" }>;

/**
 * How the iterations of one container stand, as the journal tells of their steps. One whose steps have all come to an end
 * and that no record fails has succeeded; of a container that is over, those without an end were cancelled. Steps without
 * effects leave their record when they end: of several iterations at a time, one that is in such a step behind another
 * counts as ended for as long.
 */
export class IterationStates {
  #total: number | null = null;
  #concurrency = 1;
  #started = 0;
  readonly #failed = new Set<number>();
  /** Steps without an end, by iteration. */
  readonly #open = new Map<number, Set<string>>();
  /** Iterations whose steps have all ended, as far as the journal says. */
  readonly #settled: boolean[] = [];
  #over: "finished" | "failed" | undefined;

  /** A record of the container itself. */
  heedContainer(record: StepRecord): void {
    if (record.kind === "opened") this.#begin(record);
    else if (record.kind === "finished" || record.kind === "failed") this.#over = record.kind;
  }

  /** A record in one of its iterations; `own`: not in a container in there. */
  heed(record: StepRecord, { index, own }: { index: number; own: boolean }): void {
    this.#started = Math.max(this.#started, index + 1);
    if (!own) return;
    if (record.kind === "failed" && record.handled === "stop") this.#failed.add(index);
    const ended = record.kind === "finished" || record.kind === "passed" || record.kind === "failed";
    if (ended) this.#close(index, record.node);
    else this.#opened(index).add(record.node);
    this.#settled[index] = !this.#open.has(index);
  }

  /** The execution ended while this step of an iteration ran. */
  cutOff({ index, node }: { index: number; node: string }): void {
    this.#started = Math.max(this.#started, index + 1);
    this.#opened(index).add(node);
    this.#settled[index] = false;
  }

  /** The execution is over, and with it what had no end. */
  executionEnded(): void {
    this.#over ??= "failed";
  }

  /** Of those that began, in their order. */
  statuses(): IterationStatus[] {
    // A body without nodes leaves no records: all of its iterations had nothing to do.
    const idle = this.#over === "finished" && this.#started === 0;
    if (idle) return Array.from({ length: this.#total ?? 0 }, () => "succeeded");
    return Array.from({ length: this.#started }, (_, index) => this.#statusOf(index));
  }

  counts(): NonNullable<Step["iterations"]> {
    const statuses = this.statuses();
    const how = (status: IterationStatus) => statuses.filter((one) => one === status).length;
    const [succeeded, failed] = [how("succeeded"), how("failed")];
    return { total: this.#total, started: statuses.length, succeeded, failed };
  }

  #statusOf(index: number): IterationStatus {
    if (this.#failed.has(index)) return "failed";
    // One after another, the newest goes on until the next one begins, or the container ends.
    const goesOn =
      this.#over === undefined && this.#concurrency === 1
        ? index === this.#started - 1
        : !this.#settled[index];
    if (!goesOn) return "succeeded";
    return this.#over === undefined ? "running" : "cancelled";
  }

  #begin({ total, concurrency }: StepRecord & { kind: "opened" }): void {
    this.#total = total;
    this.#concurrency = concurrency;
    this.#started = 0;
    this.#failed.clear();
    this.#open.clear();
    this.#settled.length = 0;
    this.#over = undefined;
  }

  #opened(index: number): Set<string> {
    const open = this.#open.get(index) ?? new Set();
    this.#open.set(index, open);
    return open;
  }

  #close(index: number, node: string): void {
    const open = this.#open.get(index);
    open?.delete(node);
    if (open?.size === 0) this.#open.delete(index);
  }
}
