import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import type { WorkflowDocument } from "../document/schema.ts";
import type { NodeDefinition, NodeTypes } from "../node-contract/define-node.ts";
import { buildDocument, node } from "../testing/build-document.ts";
import { certaintyOf } from "./certainty.ts";
import { type Graph, graphOf, triggerKey } from "./graph.ts";
import { ancestorsOf } from "./reach.ts";
import { responsesTogether, wayWithoutResponse } from "./responses.ts";

const text = { en: "", fr: "" };
const common = {
  version: 1,
  kind: "logic",
  title: text,
  summary: text,
  icon: "box",
  config: z.strictObject({}),
  effects: "none",
  output: z.null(),
  example: { config: {}, input: null },
} satisfies Omit<NodeDefinition, "type" | "ports">;
const types: NodeTypes = {
  step: { ...common, type: "step", ports: { out: text } },
  branch: { ...common, type: "branch", ports: { true: text, false: text } },
  answer: { ...common, type: "answer", ports: { out: text }, answers: () => "stop" },
};

/** Small acyclic workflows: every edge leads to a later node, nothing follows an answer. */
const workflows = fc
  .array(
    fc.record({
      type: fc.constantFrom("step", "branch", "answer"),
      sources: fc.array(fc.tuple(fc.nat(6), fc.boolean()), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((given) => {
    const edges = new Map<string, readonly [string, string]>();
    given.forEach(({ sources }, at) => {
      for (const [back, yes] of sources) {
        const from = at - 1 - (back % (at + 1));
        const type = given[from]?.type;
        if (type === "answer") continue;
        const exit = type === undefined ? triggerKey : `n${from}${type === "branch" ? `.${yes}` : ""}`;
        edges.set(`${exit} ${at}`, [exit, `n${at}`]);
      }
    });
    const nodes = Object.fromEntries(given.map(({ type }, at) => [`n${at}`, node(type)]));
    return buildDocument({ nodes, edges: [...edges.values()] });
  });

/** Which nodes run, for every way in which the branches can choose: the meaning of workflow.md, played through. */
function allRuns(document: WorkflowDocument): ReadonlySet<string>[] {
  const keys = Object.keys(document.nodes);
  const branches = keys.filter((key) => document.nodes[key]?.type === "branch");
  return Array.from({ length: 2 ** branches.length }, (_, choices) => {
    const ran = new Set([triggerKey]);
    const isTaken = ({ from, port }: WorkflowDocument["edges"][number]) =>
      ran.has(from) &&
      (port === undefined || port === String(((choices >> branches.indexOf(from)) & 1) === 1));
    for (const key of keys) {
      if (document.edges.some((edge) => edge.to === key && isTaken(edge))) ran.add(key);
    }
    return ran;
  });
}

test("property: what surely or maybe ran before a node agrees with playing through every choice", () => {
  fc.assert(
    fc.property(workflows, (document) => {
      const graph: Graph = graphOf(document);
      const runs = allRuns(document);
      for (const key of graph.keys) {
        const here = runs.filter((ran) => ran.has(key));
        if (here.length === 0) continue;
        const { surely, maybe } = certaintyOf(document, { graph, types, key });
        for (const before of ancestorsOf(graph, key)) {
          if (before === triggerKey) continue;
          expect(maybe.has(before), `${before} maybe before ${key}`).toBe(
            here.some((ran) => ran.has(before)),
          );
          // `surely` may know less than is true (a warning too many), never more.
          if (surely.has(before)) expect(here.every((ran) => ran.has(before))).toBe(true);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test("property: missing and double answers agree with playing through every choice", () => {
  fc.assert(
    fc.property(workflows, (document) => {
      const graph = graphOf(document);
      const answers = allRuns(document).map(
        (ran) => [...ran].filter((key) => document.nodes[key]?.type === "answer").length,
      );
      expect(wayWithoutResponse(document, { graph, types }) !== undefined).toBe(answers.includes(0));
      expect(responsesTogether(document, { graph, types }) !== undefined).toBe(
        answers.some((count) => count > 1),
      );
    }),
    { numRuns: 500 },
  );
});
