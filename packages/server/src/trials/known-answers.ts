import type { TrialInput, UsedData } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { NodeTypes } from "@sluice/workflow/node-contract";
import { needsAnswer } from "../engine/needs-answer.ts";
import type { PastAnswers } from "../engine/past-answers.ts";
import type { RecordedAnswer } from "../engine/rehearse.ts";

export interface KnownAnswers {
  readonly recorded: { readonly [node: string]: RecordedAnswer };
  /** Where these come from, by node key. */
  readonly from: { readonly [node: string]: UsedData };
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
  readonly past: PastAnswers | undefined;
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
      const answer = await past(key);
      if (!answer) continue;
      recorded[key] = answer;
      from[key] = { from: "execution", id: asked.source.from === "execution" ? asked.source.id : null };
    }
  }
  return { recorded, from };
}
