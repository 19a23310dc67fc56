import { ErrorState } from "../ui/error-state.tsx";
import { useProblem } from "./problem-text.ts";

/** A whole screen or panel that could not be read, in words, with a button to try again. */
export function ProblemState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return <ErrorState {...useProblem()(error)} onRetry={onRetry} />;
}
