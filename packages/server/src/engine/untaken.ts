import { Outage, type OutageLog } from "../outage.ts";
import { isUnavailable } from "../stores/store-unavailable.ts";

/** Executions that could not be taken up, and what the log hears of it. */
export class Untaken {
  readonly #log: OutageLog;
  readonly #outage: Outage;

  constructor(log: OutageLog) {
    this.#log = log;
    this.#outage = new Outage(log, {
      begun: "executions that are due could not be taken up; it is tried again until it works",
      over: "executions are taken up again",
    });
  }

  worked(): void {
    this.#outage.worked();
  }

  /** How long it keeps its place, in milliseconds: what looks for something to take up would find it at once, over and over. */
  failed(executionId: string, err: unknown): number {
    if (isUnavailable(err)) return this.#outage.failed(err);
    this.#log.error({ executionId, err }, "an execution could not be taken up again");
    return 0;
  }
}
