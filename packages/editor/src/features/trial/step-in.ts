import type { Step, Trial } from "@sluice/api/schemas";

/** The step of a node in a trial, in whichever iteration it ran first. */
export function stepIn({ steps, frames }: Pick<Trial, "steps" | "frames">, node: string): Step | undefined {
  const ran = ({ node: key, status }: Step) =>
    key === node && (status === "succeeded" || status === "failed");
  return steps.find(ran) ?? Object.values(frames).flat().find(ran);
}
