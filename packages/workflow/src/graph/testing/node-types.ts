import { z } from "zod";
import type { NodeDefinition, NodeTypes } from "../../node-contract/define-node.ts";

const text = { en: "text", fr: "texte" };
const common = {
  version: 1,
  kind: "logic",
  title: text,
  summary: text,
  icon: "box",
  config: z.looseObject({}),
  effects: "none",
  output: z.json(),
  example: { config: {}, input: null },
} satisfies Omit<NodeDefinition, "type" | "ports">;

/** Node types with every kind of exit that a question about the graph can meet. */
export const graphTypes: NodeTypes = {
  step: { ...common, type: "step", ports: { out: text } },
  branch: { ...common, type: "branch", ports: { true: text, false: text } },
  answer: { ...common, type: "answer", ports: { out: text }, answers: () => "stop" },
  answerOn: { ...common, type: "answerOn", ports: { out: text }, answers: () => "continue" },
  loop: { ...common, type: "loop", ports: { out: text }, container: { repeats: true } },
  try: { ...common, type: "try", ports: { out: text, error: text }, container: { repeats: false } },
  end: { ...common, type: "end", ports: {} },
  cases: {
    ...common,
    type: "cases",
    ports: { default: text },
    takesSeveral: ({ mode }) => mode === "all",
    dynamicPorts: ({ ports }) =>
      Array.isArray(ports) ? ports.map((port) => ({ port: String(port), label: String(port) })) : [],
  },
};
