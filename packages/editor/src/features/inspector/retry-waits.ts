import type { WorkflowNode } from "@sluice/workflow/document";

export type RetryOptions = {
  [Name in keyof NonNullable<WorkflowNode["retry"]>]: NonNullable<WorkflowNode["retry"]>[Name] | undefined;
} & {
  attempts: number;
};

const longestMs = 24 * 3_600_000;

/** Milliseconds before each of the next attempts (`most` at the most), without the part that chance adds. */
export function retryWaits(
  { attempts, delaySeconds = 1, factor = 2 }: NonNullable<WorkflowNode["retry"]>,
  most: number,
): readonly number[] {
  const count = Math.min(attempts - 1, most);
  return Array.from({ length: Math.max(0, count) }, (_, at) =>
    Math.min(1000 * delaySeconds * factor ** at, longestMs),
  );
}
