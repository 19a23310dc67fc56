import type { Scope } from "@sluice/workflow/expressions";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { frameParts, rootFrame } from "./frame-id.ts";
import { isoTime } from "./iso-time.ts";
import type { RunGiven } from "./run-given.ts";
import type { LoopScope } from "./step-memory.ts";

/** What the expressions of a step see (design "Values, variables, expressions"). */
export function scopeOfStep(
  { plan, input, env }: RunGiven,
  given: { execution: JsonObject; steps: JsonObject; loop: LoopScope; now: string },
): Scope {
  const { execution, steps, loop, now } = given;
  const { trigger, request } = input;
  const { workflow } = plan;
  if (loop.index === undefined) return { trigger, request, steps, env, now, workflow, execution };
  const { item = null, index, loop: loops = {} } = loop;
  return { trigger, request, steps, env, now, workflow, execution, item, index, loop: loops };
}

/** `execution` of the expressions in a frame. */
export function executionScope(run: RunGiven, given: { frame: string; startedAt: number }): JsonObject {
  const { frame, startedAt } = given;
  const own = { id: run.id, startedAt: isoTime(startedAt) };
  return run.plan.sleepers.length === 0 ? own : { ...own, callbacks: callbacksOf(run, frame) };
}

/** The callback URLs of the steps that may wait for one, in this frame and those around it. */
function callbacksOf({ id, plan, callbackUrl }: RunGiven, frame: string): JsonObject {
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
  return callbacks;
}
