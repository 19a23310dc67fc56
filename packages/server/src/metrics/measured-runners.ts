import type { AnyRunner } from "../engine/plan-node.ts";
import type { Metrics } from "./metrics.ts";

/** The same runners, whose tries are counted and timed. */
export function measuredRunners(
  runners: Readonly<Record<string, AnyRunner>>,
  metrics: Pick<Metrics, "step">,
): Readonly<Record<string, AnyRunner>> {
  return Object.fromEntries(
    Object.entries(runners).map(([name, runner]) => [name, measured(runner, metrics)]),
  );
}

function measured(runner: AnyRunner, metrics: Pick<Metrics, "step">): AnyRunner {
  const { type } = runner.definition;
  return {
    ...runner,
    run(given) {
      const begun = performance.now();
      const tell = (outcome: "done" | "failed") =>
        metrics.step({ type, outcome, seconds: (performance.now() - begun) / 1000 });
      try {
        const result = runner.run(given);
        // What comes back at once stays so: the engine writes it without waiting.
        if (result instanceof Promise) {
          result.then(
            () => tell("done"),
            () => tell("failed"),
          );
        } else tell("done");
        return result;
      } catch (error) {
        tell("failed");
        throw error;
      }
    },
  };
}
