/** Too many executions of its concurrency key go on, and the workflow refuses more (`whenFull: refuse`). */
export class ConcurrencyFullError extends Error {
  override readonly name = "ConcurrencyFullError";
}

/** What whoever started one too many is told. */
export const fullDetail =
  "As many executions of this kind go on as this workflow allows; try again after the given time.";
