import type { Step } from "@sluice/api/schemas";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import type { JournalRecord } from "../stores/executions/store.ts";

/** What the list of steps begins with. Times are milliseconds since 1970. */
export interface TriggerStep {
  readonly type: string;
  readonly output: JsonObject;
  readonly at: number;
}

/**
 * The steps of an execution as its journal tells them: the trigger, then the others in the order of their start, then
 * those that were skipped. Inputs are made from the outputs they came from: they are not stored twice.
 */
export function stepsOf(trigger: TriggerStep, journal: readonly JournalRecord[]): Step[] {
  const outputs = new Map<string, Json>([["trigger", trigger.output]]);
  const inputOf = (from: readonly string[]): Json => {
    const [only] = from;
    if (from.length === 1 && only !== undefined) return outputs.get(only) ?? null;
    return Object.fromEntries(from.map((node) => [node, outputs.get(node) ?? null]));
  };
  const steps = new Map<string, { order: number; step: Step }>();
  const skipped: Step[] = [];
  for (const record of journal) {
    if (record.kind === "ended") {
      for (const { node, type } of record.skipped) skipped.push({ ...blank, node, type, status: "skipped" });
      for (const step of record.cancelled) {
        steps.set(step.node, {
          order: step.order,
          step: { ...begun(step), status: "cancelled", ...ends(step) },
        });
      }
      continue;
    }
    const step = begun(record);
    step.input = inputOf(record.from);
    Object.assign(step, resultOf(record, step.input));
    if (record.kind !== "started")
      outputs.set(record.node, record.kind === "passed" ? step.input : record.output);
    steps.set(record.node, { order: record.order, step });
  }
  const inOrder = [...steps.values()].sort((one, other) => one.order - other.order).map(({ step }) => step);
  return [triggerStep(trigger), ...inOrder, ...skipped];
}

type Started = Exclude<JournalRecord, { kind: "ended" }>;

function resultOf(record: Started, input: Json): Partial<Step> {
  switch (record.kind) {
    case "started":
      return {};
    case "passed":
      return {
        status: "skipped",
        port: record.port,
        output: input,
        attempts: 0,
        finishedAt: toTime(record.startedAt),
      };
    case "finished":
      return { status: "succeeded", port: portOf(record.ports), output: record.output, ...leftBy(record) };
    case "failed": {
      const { error, handled, output } = record;
      const port = { stop: null, continue: "out", branch: "error" }[handled];
      return { status: "failed", error, port, output, ...leftBy(record) };
    }
  }
}

function leftBy(record: Started & { kind: "finished" | "failed" }): Partial<Step> {
  const rules = record.rules ? [...record.rules] : null;
  return { rules, log: [...(record.log ?? [])], ...ends(record) };
}

function portOf(ports: readonly string[]): Step["port"] {
  const [only] = ports;
  if (only === undefined) return null;
  return ports.length === 1 ? only : [...ports];
}

const blank = {
  port: null,
  input: null,
  output: null,
  error: null,
  rules: null,
  attempts: 0,
  frame: "",
  log: [],
  startedAt: null,
  finishedAt: null,
};

function begun({ node, type, startedAt }: { node: string; type: string; startedAt: number }): Step {
  return { ...blank, node, type, status: "running", attempts: 1, startedAt: toTime(startedAt) };
}

function ends({ finishedAt }: { finishedAt: number }): { finishedAt: string } {
  return { finishedAt: toTime(finishedAt) };
}

function triggerStep({ type, output, at }: TriggerStep): Step {
  const time = toTime(at);
  const times = { startedAt: time, finishedAt: time };
  return { ...blank, node: "trigger", type, status: "succeeded", port: "out", output, attempts: 1, ...times };
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
