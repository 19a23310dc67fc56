/** What `sluice doctor` has to say of one thing, in one sentence; of what is not well, with its remedy. */
export interface Finding {
  /** `wrong`: Sluice does not work, or does not keep its promises; `doubtful`: it works, and somebody should look. */
  readonly state: "well" | "doubtful" | "wrong";
  readonly sentence: string;
}

export const well = (sentence: string): Finding => ({ state: "well", sentence });
export const doubtful = (sentence: string): Finding => ({ state: "doubtful", sentence });
export const wrong = (sentence: string): Finding => ({ state: "wrong", sentence });

/** What an error says, as a part of a sentence. */
export function saidBy(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replace(/\.$/, "");
}
