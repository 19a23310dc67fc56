import { Outage, type OutageLog } from "../outage.ts";
import type { ExecutionsStore } from "../stores/executions/store.ts";
import type { IntakeStore } from "../stores/intake/store.ts";
import { isUnavailable } from "../stores/store-unavailable.ts";
import { leaseMs } from "./worker-lease.ts";

/** How often is looked without a reason, and while one that was dropped is not free yet, in milliseconds. */
const intervalMs = 10_000;
const againMs = 1000;

interface StraysGiven {
  readonly executions: Pick<ExecutionsStore, "heldBy">;
  readonly intake: Pick<IntakeStore, "giveFree">;
  readonly worker: string;
  readonly clock: () => number;
  /** It is performed here, or about to be: known before the database has it, and until it has ended there. */
  readonly isHere: (executionId: string) => boolean;
  readonly freed: (executionId: string) => void;
  readonly log: OutageLog;
}

/**
 * Executions that the database says this process holds, and that it does not perform: their commit's answer was lost for
 * too long, or they were dropped because the database was away. Nobody else may take them while this process lives, so
 * it gives them free, with a new epoch (decision 0195).
 */
export class Strays {
  readonly #given: StraysGiven;
  readonly #outage: Outage;
  /** Dropped here, and perhaps still held. */
  readonly #dropped = new Set<string>();
  /** Held and not here at the last look, and since when. */
  #seen = new Map<string, { readonly epoch: number; readonly since: number }>();
  #lookedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #under: Promise<void> | undefined;
  #stopped = true;

  constructor(given: StraysGiven) {
    this.#given = given;
    this.#outage = new Outage(given.log, {
      begun:
        "executions that are held and not performed could not be looked for; it is tried again until it works",
      over: "executions that are held and not performed are looked for again",
    });
  }

  start(): void {
    this.#stopped = false;
    this.#again(intervalMs);
  }

  /** What is still to be given free. */
  async stop(): Promise<string[]> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#under;
    return [...this.#dropped];
  }

  /**
   * Nothing is done for it here any more: it is free as soon as the database can be written, where that was what was wrong.
   * Anything else would be so again: then it is found after a while.
   */
  drop(executionId: string, error: unknown): void {
    if (!isUnavailable(error)) return;
    this.#dropped.add(executionId);
    if (!this.#stopped && !this.#under) this.#again(0);
  }

  /** Since when the one of them is known that is known the longest; null: there is none. */
  get since(): number | null {
    const all = [...this.#seen.values()].map(({ since }) => since).filter((since) => since < this.#lookedAt);
    return all.length === 0 ? null : Math.min(...all);
  }

  /** Resolves when all that can be given free is. */
  async look(): Promise<void> {
    const { executions, worker, clock, isHere } = this.#given;
    const dropped = new Set(this.#dropped);
    const held = await executions.heldBy({ worker });
    const strays = held.filter(({ id }) => !isHere(id));
    const now = clock();
    const before = this.#seen;
    this.#seen = new Map(
      strays.map(({ id, epoch }) => {
        const known = before.get(id);
        return [id, known?.epoch === epoch ? known : { epoch, since: now }];
      }),
    );
    this.#lookedAt = now;
    for (const [id, { epoch, since }] of this.#seen) {
      // One that has just ended or slept may be seen once: what is missing for as long as a lease is lost.
      if (dropped.has(id) || now - since >= leaseMs) await this.#free({ id, epoch, since });
    }
    for (const id of dropped) this.#dropped.delete(id);
  }

  async #free({ id, epoch, since }: { id: string; epoch: number; since: number }): Promise<void> {
    const { intake, worker, clock, isHere, freed, log } = this.#given;
    if (isHere(id) || !(await intake.giveFree({ executionId: id, epoch, worker }))) return;
    this.#seen.delete(id);
    if (this.#dropped.has(id)) {
      log.info(
        { executionId: id },
        "an execution that was dropped while the database was away is free again",
      );
    } else {
      const seconds = Math.round((clock() - since) / 1000);
      log.error(
        { executionId: id, seconds },
        "an execution was held by this process, which did not perform it; it is free again",
      );
    }
    freed(id);
  }

  #again(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#under = this.#lookSafely().finally(() => {
        this.#under = undefined;
        if (!this.#stopped) this.#again(this.#dropped.size > 0 ? againMs : intervalMs);
      });
    }, afterMs);
    this.#timer.unref();
  }

  async #lookSafely(): Promise<void> {
    try {
      await this.look();
      this.#outage.worked();
    } catch (error) {
      this.#outage.failed(error);
    }
  }
}
