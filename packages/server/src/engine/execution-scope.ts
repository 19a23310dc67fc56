import type { Scope } from "@sluice/workflow/expressions";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { frameParts, rootFrame } from "./frame-id.ts";
import type { RunGiven } from "./run-given.ts";
import type { LoopScope } from "./step-memory.ts";

/** What the expressions of a step see (design "Values, variables, expressions"). */
export function scopeOfStep(
  run: RunGiven,
  given: { frame: string; steps: JsonObject; loop: LoopScope; now: string; startedAt: number },
): Scope {
  const { frame, steps, loop, now, startedAt } = given;
  const { id, plan, input, env } = run;
  const { name } = plan.document;
  const { item, index, loop: loops } = loop;
  return {
    ...{ trigger: input.trigger, request: input.request, steps, env, now },
    workflow: { id: plan.workflowId, name, version: plan.version },
    execution: { id, startedAt: new Date(startedAt).toISOString(), ...callbacksOf(run, frame) },
    ...(index === undefined ? {} : { item: item ?? null, index, loop: loops ?? {} }),
  };
}

/** The callback URLs of the steps that may wait for one, in this frame and those around it. */
function callbacksOf({ id, plan, callbackUrl }: RunGiven, frame: string): { callbacks?: JsonObject } {
  if (plan.sleepers.length === 0) return {};
  const frames = new Map<number, string>();
  for (let at = frame; ; at = frameParts(at).parent) {
    const container = at === rootFrame ? undefined : plan.graph.indexOf.get(frameParts(at).key);
    const scope = container === undefined ? 0 : plan.graph.nodes[container]?.body;
    if (scope !== undefined && !frames.has(scope)) frames.set(scope, at);
    if (at === rootFrame) break;
  }
  const callbacks = Object.create(null) as JsonObject;
  for (const { key, scope } of plan.sleepers) {
    const where = frames.get(scope);
    if (where !== undefined) callbacks[key] = callbackUrl({ executionId: id, node: key, frame: where });
  }
  return { callbacks };
}
