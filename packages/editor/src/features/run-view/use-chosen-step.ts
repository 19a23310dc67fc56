import type { Step } from "@sluice/api/schemas";
import { useState } from "react";

/**
 * Which step is shown: the one that the reader chose (none, if the node that they chose did not run), else the one that goes on or waits, else the one that failed, else
 * the last that did something.
 */
export function useChosenStep(steps: readonly Step[], executionId: string) {
  const [picked, setPicked] = useState<{ executionId: string; node: string; frame: string } | null>(null);
  const wanted = picked?.executionId === executionId ? picked : null;
  const visits = steps.filter(({ node }) => node === wanted?.node);
  // In another iteration it is the same node that is looked at.
  const chosen =
    visits.find(({ frame }) => frame === wanted?.frame) ??
    visits[0] ??
    (wanted ? undefined : mostTelling(steps));
  const choose = ({ node, frame }: Pick<Step, "node" | "frame">) => setPicked({ executionId, node, frame });
  return {
    chosen: chosen ?? null,
    /** The node that was chosen, of which there is no step. */
    missed: wanted && !chosen ? wanted.node : null,
    choose,
    /** The first visit of a node. */
    chooseNode: (node: string) => choose(steps.find((one) => one.node === node) ?? { node, frame: "" }),
  };
}

/** The step that a reader most probably wants to see. */
function mostTelling(steps: readonly Step[]): Step | undefined {
  return (
    // While something goes on, a failure before it was caught; a container goes on by what is in it.
    steps.findLast((step) => goesOn(step) && step.iterations === null) ??
    steps.findLast(goesOn) ??
    // A container fails by what failed in it.
    steps.find(({ status, iterations }) => status === "failed" && iterations === null) ??
    steps.find(({ status }) => status === "failed") ??
    steps.findLast(({ status }) => status === "succeeded")
  );
}

function goesOn({ status }: Step): boolean {
  return status === "running" || status === "waiting";
}
