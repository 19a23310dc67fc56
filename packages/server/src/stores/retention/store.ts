/** What a batch has removed. */
export interface Pruned {
  readonly executions: number;
  readonly deliveries: number;
  /** There may be more of it: ask again. */
  readonly more: boolean;
}

/**
 * Takes away what is no longer kept, a batch at a time, so that nobody who writes waits long behind it. Only executions
 * that have ended go, with their journal, large values, waits and the delivery that started them; what waits or runs is never touched.
 * Times are milliseconds since 1970 in UTC.
 */
export interface RetentionStore {
  /** Executions that ended before `endedBefore`. */
  pruneByAge(given: { endedBefore: number; limit: number }): Promise<Pruned>;
  /** Ended executions of one workflow beyond its newest `keep`. */
  pruneByCount(given: { workflowId: string; keep: number; limit: number }): Promise<Pruned>;
  /** Deliveries of one workflow that started nothing and came before `receivedBefore`; those that wait for a person stay. */
  pruneAside(given: { workflowId: string; receivedBefore: number; limit: number }): Promise<Pruned>;
  /** Events that were received before `receivedBefore` and have been fanned out. Resolves to how many went. */
  pruneEvents(given: { receivedBefore: number; limit: number }): Promise<number>;
  /** Dedupe keys whose window is over. Resolves to how many went. */
  pruneClaims(given: { expiredBefore: number; limit: number }): Promise<number>;
  /** What nodes with a cache answered and is out of date. Resolves to how many went. */
  pruneCache(given: { expiredBefore: number; limit: number }): Promise<number>;
  /** Moments of drafts that were saved before `savedBefore`; the draft itself stays. Resolves to how many went. */
  pruneMoments(given: { savedBefore: number; limit: number }): Promise<number>;
  /** Ids of workflows that have deliveries or executions, also of those that are gone; after the id `after`. */
  workflowsWithRecords(query: { after: string; limit: number }): Promise<string[]>;
}
