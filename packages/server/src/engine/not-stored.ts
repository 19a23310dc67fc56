import type { IntakeStore } from "../stores/intake/store.ts";
import { ConcurrencyFullError } from "./concurrency-full.ts";

/** Another delivery has the dedupe key: its id. */
export class ClaimedBeforeError extends Error {
  override readonly name = "ClaimedBeforeError";
  readonly duplicateOf: string;
  constructor(duplicateOf: string) {
    super(`the dedupe key belongs to the delivery ${duplicateOf}`);
    this.duplicateOf = duplicateOf;
  }
}

/** The delivery does not wait for a person any more: it was run, or discarded. */
export class NotHeldError extends Error {
  override readonly name = "NotHeldError";
}

/** Throws what tells why an execution was not stored. */
export function insistOnStored(became: Awaited<ReturnType<IntakeStore["accept"]>>): void {
  if (became === "stored") return;
  if (became === "full")
    throw new ConcurrencyFullError("too many executions of this concurrency key go on already");
  if (became === "gone") throw new NotHeldError("the delivery is not held any more");
  throw new ClaimedBeforeError(became.duplicateOf);
}
