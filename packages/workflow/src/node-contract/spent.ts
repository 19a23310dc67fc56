/** What a step used of a service that is paid by use. */
export interface Spent {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly requests: number;
  /** US dollars; null: nobody has said what it costs. */
  readonly cost: number | null;
}

/** What a model costs: US dollars for a million tokens. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
}

/** All together; a cost that is not known of one is left out of the sum, which is null where none is known. */
export function sumSpent(one: Spent | null, other: Spent | null): Spent | null {
  if (one === null || other === null) return one ?? other;
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    requests: one.requests + other.requests,
    cost: one.cost === null && other.cost === null ? null : (one.cost ?? 0) + (other.cost ?? 0),
  };
}
