/** One credential of a trigger, and when it last opened the door (milliseconds since 1970). */
export interface SenderUse {
  readonly workflowId: string;
  /** As `senderKeys` gives it. */
  readonly sender: string;
  readonly at: number;
}

export interface SendersStore {
  /** Notes them together; the later moment stays. Those of workflows that are gone are left out. */
  used(uses: readonly SenderUse[]): Promise<void>;
  /** All that are noted of a workflow, by the sender. */
  lastUsed(workflowId: string): Promise<Map<string, number>>;
}
