import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WorkflowDocument } from "../document/schema.ts";
import { type Certainty, certaintyOf } from "./certainty.ts";
import { graphOf } from "./graph.ts";
import { ancestorsOf } from "./reach.ts";
import { answerOf, responsesTogether, wayWithoutResponse } from "./responses.ts";
import { graphTypes as types } from "./testing/node-types.ts";
import { randomWorkflow } from "./testing/random-workflow.ts";
import { everyScenario, type Scenario } from "./testing/simulate.ts";

/** A Response that fails has not answered. */
function answersIn(document: WorkflowDocument, { ran, left }: Scenario): string[] {
  return [...ran].filter(
    (key) => answerOf(document, types, key) !== undefined && left.get(key)?.failed === false,
  );
}

/** An `end` on the way counts as answered: it is meant. */
function endsUnanswered(document: WorkflowDocument, scenario: Scenario): boolean {
  const ended = [...scenario.ran].some((key) => {
    const node = document.nodes[key];
    return node?.type === "end" && !node.disabled && scenario.left.get(key)?.failed === false;
  });
  return answersIn(document, scenario).length === 0 && !ended;
}

/** What playing through everything shows of one node, or undefined when it never runs. */
function shown(document: WorkflowDocument, scenarios: readonly Scenario[], key: string) {
  const here = scenarios.filter(({ before }) => before.has(key));
  if (here.length === 0) return undefined;
  const ancestors = [...ancestorsOf(graphOf(document), key)].filter((one) => one !== "trigger");
  return {
    surely: ancestors.filter((one) => here.every(({ before }) => before.get(key)?.has(one))),
    maybe: ancestors.filter((one) => here.some(({ ran }) => ran.has(one))),
  };
}

function known(document: WorkflowDocument, key: string): Certainty {
  return certaintyOf(document, { graph: graphOf(document), types, key });
}

describe("against playing through every choice", () => {
  test("property: where all joins are `all`, what ran before a node is known exactly", () => {
    fc.assert(
      fc.property(randomWorkflow({ plain: true }), (document) => {
        const scenarios = everyScenario(document);
        for (const key of Object.keys(document.nodes)) {
          const truth = shown(document, scenarios, key);
          if (truth === undefined) continue;
          const { surely, maybe } = known(document, key);
          expect([...surely].sort(), `surely before ${key}`).toEqual(truth.surely.sort());
          expect([...maybe].sort(), `maybe before ${key}`).toEqual(truth.maybe.sort());
        }
      }),
      { numRuns: 400 },
    );
  });

  test("property: whatever there is, `surely` claims nothing that a run refutes, `maybe` misses nothing", () => {
    fc.assert(
      fc.property(randomWorkflow({ plain: false }), (document) => {
        const scenarios = everyScenario(document);
        for (const key of Object.keys(document.nodes)) {
          const truth = shown(document, scenarios, key);
          const { surely, maybe } = known(document, key);
          expect([...maybe]).toEqual(expect.arrayContaining([...surely]));
          expect(surely.has(key) || maybe.has(key) || maybe.has("trigger")).toBe(false);
          if (truth === undefined) continue;
          expect(truth.surely, `surely before ${key}`).toEqual(expect.arrayContaining([...surely]));
          expect([...maybe], `maybe before ${key}`).toEqual(expect.arrayContaining(truth.maybe));
        }
      }),
      { numRuns: 400 },
    );
  });

  test("property: a way without a Response is found exactly when a run ends without one", () => {
    fc.assert(
      fc.property(
        fc.boolean().chain((plain) => randomWorkflow({ plain })),
        (document) => {
          const way = wayWithoutResponse(document, { graph: graphOf(document), types });
          const unanswered = everyScenario(document).filter((one) => endsUnanswered(document, one));
          expect(way !== undefined).toBe(unanswered.length > 0);
          if (way === undefined) return;
          expect(unanswered.some(({ ran }) => way.every((key) => ran.has(key)))).toBe(true);
          way.forEach((key, at) => {
            expect(
              document.edges.some(({ from, to }) => from === (way[at - 1] ?? "trigger") && to === key),
            ).toBe(true);
          });
        },
      ),
      { numRuns: 400 },
    );
  });

  test("property: two Responses in one run are found exactly when a run reaches two", () => {
    fc.assert(
      fc.property(
        fc.boolean().chain((plain) => randomWorkflow({ plain })),
        (document) => {
          const pair = responsesTogether(document, { graph: graphOf(document), types });
          const scenarios = everyScenario(document);
          const twice = scenarios.filter((one) => answersIn(document, one).length > 1);
          expect(pair !== undefined).toBe(twice.length > 0);
          if (pair === undefined) return;
          expect(pair[0]).not.toBe(pair[1]);
          expect(twice.some((one) => pair.every((key) => answersIn(document, one).includes(key)))).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });
});
