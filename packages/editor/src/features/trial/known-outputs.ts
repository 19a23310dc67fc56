import { cutValueSchema, type Step, type Trial } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";

/**
 * What each step outside of containers is known to give: what the execution gave, over it what the last trial gave, and
 * over both what is pinned.
 */
export function knownOutputs(given: {
  readonly document: WorkflowDocument;
  readonly execution: { readonly steps: readonly Step[] } | undefined;
  readonly trial: Pick<Trial, "steps"> | null;
}): JsonObject {
  const { document, execution, trial } = given;
  const pins = Object.entries(document.nodes).flatMap(([key, { pin }]) => (pin ? [[key, pin.output]] : []));
  return {
    ...outputsOf(execution?.steps ?? []),
    ...outputsOf(trial?.steps ?? []),
    ...Object.fromEntries(pins),
  };
}

/** Of an output that is too large to show nothing is known. */
function outputsOf(steps: readonly Step[]): JsonObject {
  const known = steps.filter(
    ({ node, status, output }) =>
      node !== "trigger" && status === "succeeded" && !cutValueSchema.safeParse(output).success,
  );
  return Object.fromEntries(known.map(({ node, output }) => [node, output as Json]));
}
