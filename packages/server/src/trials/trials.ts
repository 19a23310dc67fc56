import type { Step, Trial, TrialInput, UsedData } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { type Json, NodeError, type NodeTypes, needsAnswer } from "@sluice/workflow/node-contract";
import { nameOfCut } from "../engine/cut-value.ts";
import { type PastGiven, pastAnswers } from "../engine/past-answers.ts";
import { makePlan, type Plan } from "../engine/plan.ts";
import type { AnyRunner, PlanNode } from "../engine/plan-node.ts";
import type { Outside } from "../engine/reach.ts";
import { type Rehearsal, type RehearsalDependencies, rehearse } from "../engine/rehearse.ts";
import { PublicError } from "../errors.ts";
import type { ExecutionsStore } from "../stores/executions/store.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";
import { knownAnswers, type Lender } from "./known-answers.ts";
import { partUpTo } from "./part-up-to.ts";
import { type TrialInputGiven, trialInput } from "./trial-input.ts";

export interface TrialsGiven extends TrialInputGiven, PastGiven {
  readonly workflows: Pick<WorkflowsStore, "get">;
  readonly types: NodeTypes;
  readonly runners: Readonly<Record<string, AnyRunner>>;
  readonly rehearsing: RehearsalDependencies & { readonly outside: Omit<Outside, "sandbox"> };
  readonly executions: TrialInputGiven["executions"] &
    PastGiven["executions"] &
    Pick<ExecutionsStore, "list">;
}

/** Executions that are looked through for what a step last gave. */
const mostLenders = 10;

/** Longest that a trial with steps that reach outside may take, in milliseconds. */
const longestOutside = 60_000;
/** Frames whose steps are told. */
const mostFrames = 100;
const mostSteps = 1000;
/** Values up to so many characters of JSON stand in their step. */
const largestShown = 256 * 1024;

const needCodes = { outside: "needs-data", waits: "needs-pin" } as const;

/**
 * Runs a node of a draft, everything up to it, or the whole draft, in memory. Throws `workflow-not-found`, `node-not-found`,
 * `execution-not-found` for `outputsOf`, and what `trialInput` throws.
 */
export function createTrials(given: TrialsGiven) {
  return async (asked: TrialInput & { readonly id: string }): Promise<Trial> => {
    const began = performance.now();
    const { id: workflowId, node, source, outside } = asked;
    const workflow = await given.workflows.get(workflowId);
    if (!workflow) throw new PublicError("workflow-not-found");
    const whole = node === undefined;
    const part = whole ? { document: workflow.draft, around: [] } : partUpTo(workflow.draft, node);
    if (!part) throw new PublicError("node-not-found");
    const { document, around } = part;
    // The whole draft reads the request: a filter or a contract does not depend on what is tried.
    const input = await trialInput(given, { workflowId, document: workflow.draft, source });
    const chosen = await chosenLender(given, { document, asked });
    const last = whole && !chosen ? await lastLenders(given, { document, workflowId }) : [];
    const { recorded, from } = await knownAnswers({
      document,
      types: given.types,
      asked,
      around,
      chosen,
      last,
    });
    const { runners, secrets } = given;
    const plan = await makePlan({ workflowId, version: null, document, runners, secrets });
    const real = new Set(outside);
    const hasData = ({ key, outside: reaches }: PlanNode) => {
      const drawn = document.nodes[key];
      const acts = drawn !== undefined && needsAnswer(given.types, drawn);
      return !acts || Object.hasOwn(recorded, key) || (reaches && real.has(key));
    };
    const missing = whole ? missingAnything : missingData;
    const rehearsal = await rehearse(
      { ...given.rehearsing, missing, ...(outside.length > 0 ? { longestMs: longestOutside } : {}) },
      {
        plan: stoppingWhereDataLacks(plan, hasData),
        ...{ input, recorded, real, once: new Set(around) },
      },
    );
    return toTrial(rehearsal, { node: node ?? null, durationMs: performance.now() - began, usedBy });

    function usedBy(key: string): UsedData {
      if (key === "trigger") return { from: source.from, id: source.from === "request" ? null : source.id };
      const ran = outside.includes(key) ? "outside" : rehearsal.unsent.has(key) ? "unsent" : "ran";
      return (Object.hasOwn(from, key) ? from[key] : undefined) ?? { from: ran, id: null };
    }
  };
}
export type RunTrial = ReturnType<typeof createTrials>;

/** The execution that a person chose to lend its outputs. Throws `execution-not-found`. */
async function chosenLender(
  given: TrialsGiven,
  { document, asked }: { document: WorkflowDocument; asked: TrialInput & { readonly id: string } },
): Promise<Lender | undefined> {
  const { outputsOf, source, id: workflowId } = asked;
  const id = outputsOf ?? (source.from === "execution" ? source.id : undefined);
  if (id === undefined) return undefined;
  if (outputsOf !== undefined && (await given.executions.head(id))?.workflowId !== workflowId) {
    throw new PublicError("execution-not-found");
  }
  return { id, answers: pastAnswers(given, { document, id }) };
}

async function lastLenders(
  given: TrialsGiven,
  { document, workflowId }: { document: WorkflowDocument; workflowId: string },
): Promise<Lender[]> {
  const executions = await given.executions.list({ workflowId, limit: mostLenders });
  return executions.map(({ id }) => ({ id, answers: pastAnswers(given, { document, id }) }));
}

/** Of the whole draft: neither a pin, nor a record, nor an example. */
function missingAnything({ outside }: PlanNode): NodeError {
  return new NodeError({
    code: outside ? needCodes.outside : needCodes.waits,
    message: outside
      ? "this step reaches outside and was not called: it has no pin, no output of an execution and no example; pin its output"
      : "this step waits for somebody: it has no pin, no output of an execution and no example; pin its output",
  });
}

function missingData({ outside }: PlanNode): NodeError {
  return outside
    ? new NodeError({
        code: needCodes.outside,
        message: "this step reaches outside; pin its output, take an execution's data, or let it really run",
      })
    : new NodeError({
        code: needCodes.waits,
        message: "this step waits for somebody, which a trial cannot; pin its output",
      });
}

/** A step without data ends the trial there: the way of its error would show what never happened. */
function stoppingWhereDataLacks(plan: Plan, hasData: (node: PlanNode) => boolean): Plan {
  const lacking = new Set(plan.nodes.flatMap((node) => (hasData(node) ? [] : [node.key])));
  const nodes = plan.graph.nodes.map((node) =>
    lacking.has(node.key) ? { ...node, onError: "stop" as const } : node,
  );
  return { ...plan, graph: { ...plan.graph, nodes } };
}

function toTrial(
  { status, answer, error, steps, frames, stepsIn, values }: Rehearsal,
  given: { node: string | null; durationMs: number; usedBy: (key: string) => UsedData },
): Trial {
  const { node, durationMs, usedBy } = given;
  const shown = (step: Step): Step => ({
    ...step,
    input: inlined(step.input, values),
    output: inlined(step.output, values),
  });
  const root = steps.slice(0, mostSteps).map(shown);
  const byFrame: Record<string, Step[]> = {};
  for (const frame of frames.slice(0, mostFrames)) {
    byFrame[frame] = stepsIn(frame).slice(0, mostSteps).map(shown);
  }
  const all = [...root, ...Object.values(byFrame).flat()];
  const ran = all.filter((step) => step.status === "succeeded" || step.status === "failed");
  const needs = new Map<string, Trial["needs"][number]>();
  for (const { node: key, error: failure } of ran) {
    if (failure?.code === needCodes.outside) needs.set(key, { node: key, why: "outside" });
    if (failure?.code === needCodes.waits) needs.set(key, { node: key, why: "waits" });
  }
  // What lacked data gave nothing, from nowhere.
  const gave = ran.filter((step) => !needs.has(step.node));
  return {
    node,
    status: needs.size > 0 ? "blocked" : status,
    reached: node === null ? needs.size === 0 : ran.some((step) => step.node === node) && !needs.has(node),
    error,
    needs: [...needs.values()],
    answer: answer && { status: answer.status, body: answer.body },
    steps: root,
    frames: byFrame,
    used: Object.fromEntries(gave.map((step) => [step.node, usedBy(step.node)])),
    durationMs: Math.round(durationMs),
  };
}

/** A value that stands beside its step, where it is not too large to send. */
function inlined(value: Json, values: ReadonlyMap<string, Json>): Json {
  const name = nameOfCut(value);
  const whole = name === undefined ? undefined : values.get(name);
  return whole === undefined || JSON.stringify(whole).length > largestShown ? value : whole;
}
