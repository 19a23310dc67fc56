import type { Trial } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { ancestorsOf, graphOf, scopesAround } from "@sluice/workflow/graph";
import { nestingOf } from "../../document/nesting.ts";
import type { RunMarks } from "../../document/run-marks.ts";
import { type MarkedRun, marksOf } from "./marks-of-steps.ts";

/**
 * What the canvas shows of a trial, as of an execution: what it did not reach was skipped, and the exits that were left by lead
 * on. What stands behind the node that was tried, or beside its way, was no part of the trial and carries no mark.
 */
export function marksOfTrial(
  trial: Pick<Trial, "node" | "steps" | "frames">,
  given: Pick<MarkedRun, "document" | "span"> & { readonly ran: WorkflowDocument },
): RunMarks {
  const { document, ran } = given;
  const steps = [...trial.steps, ...Object.values(trial.frames).flat()];
  const part = trial.node === null ? null : wayTo(ran, trial.node);
  const seen = new Set(steps.map(({ node }) => node));
  const others = part === null ? [] : Object.keys(document.nodes).filter((key) => !part.has(key));
  return marksOf({
    ...{ ...given, steps, iterations: () => "" },
    execution: { finishedAt: "" },
    unread: new Set(others.filter((key) => !seen.has(key))),
  });
}

/** A node and what comes before it, in the containers around it too, each container with its body. */
function wayTo(document: WorkflowDocument, node: string): ReadonlySet<string> {
  const graph = graphOf(document);
  const { bodyOf } = nestingOf(document);
  const around = [node, ...scopesAround(document, node)];
  const before = around.flatMap((key) => [...ancestorsOf(graph, key)]);
  return new Set([...around, ...before, ...before.flatMap((key) => bodyOf(key))]);
}
