import type { Step, TrialInput, UsedData } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json, NodeTypes } from "@sluice/workflow/node-contract";
import type { RecordedAnswer } from "../engine/rehearse.ts";

/** What steps of a past execution gave. */
export interface PastSteps {
  /** The step of a node, in the first iteration of what stands around it; undefined: it did not run. */
  step(node: string): Promise<Step | undefined>;
  /** An output, also where its step shows only its beginning. */
  whole(output: Json): Promise<Json>;
}

export interface KnownAnswers {
  readonly recorded: { readonly [node: string]: RecordedAnswer };
  /** Where these come from, by node key. */
  readonly from: { readonly [node: string]: UsedData };
}

/** Whether a trial cannot run a node for real without being asked to: it reaches outside, or waits for somebody. */
export function needsAnswer(types: NodeTypes, { type }: { readonly type: string }): boolean {
  const definition = Object.hasOwn(types, type) ? types[type] : undefined;
  return definition?.effects === "outside" || definition?.sleeps === true;
}

/**
 * What the nodes of a trial answer instead of running: a pin before what the execution gave, never the tried node itself
 * nor what stands around it, and nothing for those that are to reach outside for real.
 */
export async function knownAnswers(given: {
  readonly document: WorkflowDocument;
  readonly types: NodeTypes;
  readonly asked: TrialInput;
  readonly around: readonly string[];
  readonly past: PastSteps | undefined;
}): Promise<KnownAnswers> {
  const { document, types, asked, around, past } = given;
  const recorded: Record<string, RecordedAnswer> = {};
  const from: Record<string, UsedData> = {};
  const free = new Set([asked.node, ...around, ...asked.outside]);
  for (const [key, node] of Object.entries(document.nodes)) {
    if (free.has(key)) continue;
    if (node.pin) {
      recorded[key] = { port: node.pin.port ?? "out", output: node.pin.output };
      from[key] = { from: "pin", id: null };
    } else if (past && (asked.mode === "node" || needsAnswer(types, node))) {
      const step = await past.step(key);
      const answer = step && (await answerOfStep(step, past));
      if (!answer) continue;
      recorded[key] = answer;
      from[key] = { from: "execution", id: asked.source.from === "execution" ? asked.source.id : null };
    }
  }
  return { recorded, from };
}

async function answerOfStep(step: Step, past: PastSteps): Promise<RecordedAnswer | undefined> {
  const { status, port, error } = step;
  if (status === "succeeded") return { port: port ?? [], output: await past.whole(step.output) };
  if (status !== "failed" || !error) return undefined;
  return { port: [], output: null, error: { code: error.code, message: error.message } };
}
