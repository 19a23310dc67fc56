import { order, orderVariables } from "./order.ts";
import { type BenchOptions, baselines, report, rounds } from "./rounds.ts";
import { startSluice } from "./servers.ts";

const document = {
  format: 1,
  name: "Answer bench",
  mode: "sync",
  trigger: { type: "webhook", config: { variables: orderVariables } },
  nodes: {
    big: {
      type: "condition",
      name: "Big?",
      config: { when: { all: [{ left: "{{ trigger.amount }}", operator: "greater", right: 100 }] } },
    },
    yes: {
      type: "response",
      name: "Yes",
      config: { status: 200, kind: "json", body: { ok: true, id: "{{ trigger.id }}" } },
    },
    no: { type: "response", name: "No", config: { status: 422, kind: "json", body: { ok: false } } },
  },
  edges: [
    { from: "trigger", to: "big" },
    { from: "big", port: "true", to: "yes" },
    { from: "big", port: "false", to: "no" },
  ],
};

/** Synchronous workflow: condition → one of two responses; the answer leaves after its commit (measures.md `answer`). */
export async function run(options: BenchOptions): Promise<void> {
  report(
    "answer",
    await rounds([...baselines, { name: "Sluice", start: () => startSluice(document) }], order, options),
  );
}
