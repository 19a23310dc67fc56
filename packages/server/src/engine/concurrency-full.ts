/** Too many executions of its concurrency key go on, and the workflow refuses more (`whenFull: refuse`). */
export class ConcurrencyFullError extends Error {
  override readonly name = "ConcurrencyFullError";
}
