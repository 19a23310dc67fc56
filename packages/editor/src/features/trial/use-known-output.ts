import type { Pin } from "@sluice/workflow/document";
import { stepIn } from "./step-in.ts";
import { useTrial } from "./use-trial.ts";

/** What a node gave in the last trial, as a pin of it would say; null: it is not known. */
export function useKnownOutput(node: string): Pin | null {
  const trial = useTrial((state) => state.trial);
  const step = trial === null ? undefined : stepIn(trial, node);
  if (step?.status !== "succeeded") return null;
  const port = [step.port ?? "out"].flat()[0] ?? "out";
  return { ...(port === "out" ? {} : { port }), output: step.output };
}
