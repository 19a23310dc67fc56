import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WorkflowDocument } from "../document/schema.ts";
import { type Certainty, certaintyOf } from "./certainty.ts";
import { graphOf } from "./graph.ts";
import { ancestorsOf } from "./reach.ts";
import { responsesInLoops, responsesTogether, wayWithoutResponse } from "./responses.ts";
import { graphTypes as types } from "./testing/node-types.ts";
import { randomWorkflow } from "./testing/random-workflow.ts";
import { everyScenario, type Scenario } from "./testing/simulate.ts";

/** Answers in one execution, each Response as often as it gave one. */
function answersIn({ ran, left }: Scenario): string[] {
  return [...ran].flatMap((key) => left.get(key)?.answers ?? []);
}

/** An `end` on the way counts as answered: it is meant. */
function endsUnanswered(scenario: Scenario): boolean {
  const ended = [...scenario.ran].some((key) => scenario.left.get(key)?.over);
  return answersIn(scenario).length === 0 && !ended;
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

/** The same of a node anywhere: what runs before it in its own body, and before each container around it. */
function shownAround(document: WorkflowDocument, played: Played, key: string) {
  const all = { surely: [] as string[], maybe: [] as string[] };
  for (let at: string | undefined = key; at !== undefined; at = document.nodes[at]?.parent) {
    const one = shown(document, played(document.nodes[at]?.parent), at);
    if (one === undefined) return undefined;
    all.surely.push(...one.surely);
    all.maybe.push(...one.maybe);
  }
  return all;
}

type Played = (scope: string | undefined) => readonly Scenario[];

function playedOf(document: WorkflowDocument): Played {
  const known = new Map<string | undefined, Scenario[]>();
  return (scope) => {
    const scenarios = known.get(scope) ?? everyScenario(document, scope);
    known.set(scope, scenarios);
    return scenarios;
  };
}

/** Whether no edge leaves by an exit that is never taken: a body may have nothing that can fail, or always end. */
function everyExitIsTaken(document: WorkflowDocument, played: Played): boolean {
  return document.edges.every(
    ({ from, port = "out" }) =>
      from === "trigger" ||
      played(document.nodes[from]?.parent).some(({ left }) => left.get(from)?.port === port),
  );
}

/** With and without containers. */
const kinds = [
  { what: "without containers", depth: 0 },
  { what: "with containers in each other", depth: 2 },
];

function known(document: WorkflowDocument, key: string): Certainty {
  return certaintyOf(document, { graph: graphOf(document), types, key });
}

describe.each(kinds)("against playing through every choice, $what", ({ depth }) => {
  const anyWorkflow = fc.boolean().chain((plain) => randomWorkflow({ plain, depth }));

  test("property: where all joins are `all`, what ran before a node is known exactly", () => {
    fc.assert(
      fc.property(randomWorkflow({ plain: true, depth }), (document) => {
        const played = playedOf(document);
        fc.pre(everyExitIsTaken(document, played));
        for (const key of Object.keys(document.nodes)) {
          const truth = shownAround(document, played, key);
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
      fc.property(randomWorkflow({ plain: false, depth }), (document) => {
        const played = playedOf(document);
        for (const key of Object.keys(document.nodes)) {
          const truth = shownAround(document, played, key);
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
      fc.property(anyWorkflow, (document) => {
        const way = wayWithoutResponse(document, { graph: graphOf(document), types });
        const unanswered = everyScenario(document).filter(endsUnanswered);
        expect(way !== undefined).toBe(unanswered.length > 0);
        if (way === undefined) return;
        expect(unanswered.some(({ ran }) => way.every((key) => ran.has(key)))).toBe(true);
        way.forEach((key, at) => {
          expect(
            document.edges.some(({ from, to }) => from === (way[at - 1] ?? "trigger") && to === key),
          ).toBe(true);
        });
      }),
      { numRuns: 400 },
    );
  });

  test("property: two answers in one run are found exactly when a run gives two", () => {
    fc.assert(
      fc.property(anyWorkflow, (document) => {
        const graph = graphOf(document);
        const pair = responsesTogether(document, { graph, types });
        const again = responsesInLoops(document, { graph, types });
        const scenarios = everyScenario(document);
        const twice = scenarios.filter((one) => answersIn(one).length > 1);
        expect(pair !== undefined || again.length > 0).toBe(twice.length > 0);
        if (pair === undefined) return;
        expect(pair[0]).not.toBe(pair[1]);
        if (depth > 0) return;
        expect(twice.some((one) => pair.every((key) => answersIn(one).includes(key)))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
