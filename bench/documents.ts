import { orderVariables } from "./order.ts";

type Nodes = Record<string, { type: string; name: string; config: unknown; parent?: string }>;

function documentOf(mode: "async" | "sync", nodes: Nodes, edges: { from: string; to: string }[]) {
  return {
    format: 1,
    name: "Bench",
    mode,
    trigger: { type: "webhook", config: { variables: orderVariables } },
    nodes,
    edges,
  };
}

const set = { type: "set", config: { fields: { twice: "{{ trigger.amount * 2 }}" } } };

/** What the door is measured with: one step that reads the request. */
export const oneStep = documentOf("async", { keep: { ...set, name: "Keep" } }, [
  { from: "trigger", to: "keep" },
]);

/** Sleeps for a day. */
export const sleeper = documentOf(
  "async",
  { rest: { type: "delay", name: "Rest", config: { mode: "for", amount: 1, unit: "days" } } },
  [{ from: "trigger", to: "rest" }],
);

/** So many steps, one after another. */
export function chain(length: number) {
  const keys = Array.from({ length }, (_, at) => `step_${at}`);
  const nodes = Object.fromEntries(keys.map((key) => [key, { ...set, name: key }]));
  return documentOf(
    "async",
    nodes,
    keys.map((to, at) => ({ from: at === 0 ? "trigger" : `step_${at - 1}`, to })),
  );
}

/** So many branches side by side, joined at the end. */
export function branches(count: number) {
  const keys = Array.from({ length: count }, (_, at) => `branch_${at}`);
  const nodes: Nodes = Object.fromEntries(keys.map((key) => [key, { ...set, name: key }]));
  nodes.join = { ...set, name: "Join" };
  return documentOf("async", nodes, [
    ...keys.map((to) => ({ from: "trigger", to })),
    ...keys.map((from) => ({ from, to: "join" })),
  ]);
}

/** A loop that runs one step so many times. */
export function loop(count: number) {
  const config = { over: "count", count, limit: count };
  const body = { type: "set", name: "Inside", parent: "each", config: { fields: { n: "{{ index * 2 }}" } } };
  return documentOf("async", { each: { type: "loop", name: "Each", config }, inside: body }, [
    { from: "trigger", to: "each" },
  ]);
}
