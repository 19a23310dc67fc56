import type { TrialInput, UsedData } from "@sluice/api/schemas";
import type { WorkflowDocument, WorkflowNode } from "@sluice/workflow/document";
import { type NodeTypes, needsAnswer } from "@sluice/workflow/node-contract";
import type { PastAnswers } from "../engine/past-answers.ts";
import type { RecordedAnswer } from "../engine/rehearse.ts";

export interface KnownAnswers {
  readonly recorded: { readonly [node: string]: RecordedAnswer };
  /** Where these come from, by node key. */
  readonly from: { readonly [node: string]: UsedData };
}

/** An execution that lends what its steps gave. */
export interface Lender {
  readonly id: string;
  readonly answers: PastAnswers;
}

interface Known {
  readonly answer: RecordedAnswer;
  readonly from: UsedData;
}

/**
 * What the nodes of a trial answer instead of running: a pin before what the chosen execution gave, and where the whole draft
 * is tried before what one of the last ones gave and before an example of the type. Never the tried node itself nor what
 * stands around it, and nothing for those that are to reach outside for real.
 */
export async function knownAnswers(given: {
  readonly document: WorkflowDocument;
  readonly types: NodeTypes;
  readonly asked: TrialInput;
  readonly around: readonly string[];
  readonly chosen: Lender | undefined;
  /** The newest first. */
  readonly last: readonly Lender[];
}): Promise<KnownAnswers> {
  const { document, types, asked, around, chosen, last } = given;
  const recorded: Record<string, RecordedAnswer> = {};
  const from: Record<string, UsedData> = {};
  const free = new Set([asked.node, ...around, ...asked.outside]);
  const keep = (key: string, known: Known | undefined) => {
    if (!known) return;
    recorded[key] = known.answer;
    from[key] = known.from;
  };
  for (const [key, node] of Object.entries(document.nodes)) {
    if (free.has(key)) continue;
    const acts = needsAnswer(types, node);
    if (node.pin) keep(key, pinned(node.pin));
    else if (acts || (asked.node !== undefined && asked.mode === "node")) {
      const known = chosen && (await lent(chosen, key));
      keep(key, known ?? (asked.node === undefined ? await standIn(key, node) : undefined));
    }
  }
  return { recorded, from };

  async function standIn(key: string, { type, config }: WorkflowNode): Promise<Known | undefined> {
    for (const lender of last) {
      const known = await lent(lender, key);
      // A failure of long ago is not what a draft is tried with unasked.
      if (known && !known.answer.error) return known;
    }
    const example = Object.hasOwn(types, type) ? types[type]?.exampleOutput?.(config) : undefined;
    if (!example) return undefined;
    return {
      answer: { port: example.port ?? "out", output: example.output },
      from: { from: "example", id: null },
    };
  }
}

function pinned({ port = "out", output }: NonNullable<WorkflowNode["pin"]>): Known {
  return { answer: { port, output }, from: { from: "pin", id: null } };
}

async function lent({ id, answers }: Lender, key: string): Promise<Known | undefined> {
  const answer = await answers(key);
  return answer && { answer, from: { from: "execution", id } };
}
