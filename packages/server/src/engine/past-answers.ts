import type { Execution, Step } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";
import type { ExecutionsStore } from "../stores/executions/store.ts";
import { nameOfCut } from "./cut-value.ts";
import { containerPath, frameId, rootFrame } from "./frame-id.ts";
import type { RecordedAnswer } from "./rehearse.ts";

export interface PastGiven {
  readonly executions: Pick<ExecutionsStore, "values">;
  readonly readExecution: (id: string) => Promise<Execution | undefined>;
  readonly readFrame: (given: { id: string; frame: string }) => Promise<Step[] | undefined>;
}

/** What a node answered then, for a rehearsal to answer the same; undefined: it did not run to an end. */
export type PastAnswers = (node: string) => Promise<RecordedAnswer | undefined>;

/** What the nodes of a document gave in a past execution: those in containers, in the first iteration of all around them. */
export function pastAnswers(
  { executions, readExecution, readFrame }: PastGiven,
  { document, id }: { document: WorkflowDocument; id: string },
): PastAnswers {
  const read = new Map<string, Promise<readonly Step[] | undefined>>();
  const stepsOf = (frame: string): Promise<readonly Step[] | undefined> => {
    const steps =
      read.get(frame) ??
      (frame === rootFrame
        ? readExecution(id).then((execution) => execution?.steps)
        : readFrame({ id, frame }));
    read.set(frame, steps);
    return steps;
  };
  /** An output, also where its step shows only its beginning. */
  const whole = async (output: Json): Promise<Json> => {
    const value = nameOfCut(output);
    if (value === undefined) return output;
    return (await executions.values({ executionId: id, value })).get(value) ?? output;
  };
  return async (node) => {
    const steps = await stepsOf(firstFrame(document, node));
    // A node of another type by now gives something else.
    const step = steps?.find((one) => one.node === node && one.type === document.nodes[node]?.type);
    if (step?.status === "succeeded") return { port: step.port ?? [], output: await whole(step.output) };
    if (step?.status !== "failed" || !step.error) return undefined;
    const { code, message } = step.error;
    return { port: [], output: null, error: { code, message } };
  };
}

/** The frame of a node in the first iteration of all that stands around it: `each[0]/inner[0]`. */
function firstFrame(document: WorkflowDocument, key: string): string {
  const parent = document.nodes[key]?.parent;
  return parent === undefined ? rootFrame : frameId(containerPath(firstFrame(document, parent), parent), 0);
}
