import type { WorkflowDocument } from "../../document/schema.ts";
import type { Scenario } from "./simulate.ts";

/** What a visit of a container can come to: its body ran through, it failed, or the execution ended inside of it. */
export interface Outcome {
  readonly how: "finished" | "failed" | "ended";
  /** Responses that answered, each as often as it did, twice at most. */
  readonly answers: readonly string[];
}

/** Plays a body; handed in, because playing one asks what comes of the containers in it. */
export type Play = (document: WorkflowDocument, container: string) => readonly Scenario[];

/** All that can come of a container: of a `try` one run of its body, of a `loop` none, one or two. */
export function bodyOutcomes(document: WorkflowDocument, key: string, play: Play): Outcome[] {
  const runs = distinct(play(document, key).flatMap((scenario) => runsOf(document, scenario, play)));
  return document.nodes[key]?.type === "loop" ? iterated(runs) : runs;
}

/** One run of a body: to its end, or any of its nodes fails it at the best and at the worst of moments. */
function runsOf(document: WorkflowDocument, scenario: Scenario, play: Play): Outcome[] {
  const { ran, left, before } = scenario;
  const answersOf = (keys: Iterable<string>) => [...keys].flatMap((key) => left.get(key)?.answers ?? []);
  const over = [...ran].some((key) => left.get(key)?.over);
  const whole: Outcome = { how: over ? "ended" : "finished", answers: answersOf(ran) };
  const failures = [...before].flatMap(([key, past]): Outcome[] => {
    const beside = [...before].flatMap(([other, its]) => (other !== key && !its.has(key) ? [other] : []));
    return fatal(document, key, play).flatMap((own): Outcome[] => [
      { how: "failed", answers: [...answersOf(past), ...own] },
      { how: "failed", answers: [...answersOf(beside), ...own] },
    ]);
  });
  return [whole, ...failures];
}

/** What had answered inside of a node when it fails its whole scope; nothing in this list: it cannot. */
function fatal(document: WorkflowDocument, key: string, play: Play): (readonly string[])[] {
  const node = document.nodes[key];
  if (node === undefined || node.disabled || (node.onError ?? "stop") !== "stop" || node.type === "try")
    return [];
  if (node.type !== "loop") return [[]];
  return bodyOutcomes(document, key, play).flatMap(({ how, answers }) => (how === "failed" ? [answers] : []));
}

/** A failed iteration may end the loop, be its last one or be left out; a loop may also fail before the first one. */
function iterated(runs: readonly Outcome[]): Outcome[] {
  const outcomes: Outcome[] = [
    { how: "finished", answers: [] },
    { how: "failed", answers: [] },
  ];
  const add = (before: readonly string[], { how, answers }: Outcome) => {
    const all = [...before, ...answers];
    outcomes.push({ how, answers: all });
    if (how === "failed") outcomes.push({ how: "finished", answers: all });
  };
  for (const one of runs) {
    add([], one);
    if (one.how !== "ended") for (const other of runs) add(one.answers, other);
  }
  return distinct(outcomes);
}

function distinct(outcomes: readonly Outcome[]): Outcome[] {
  const found = new Map<string, Outcome>();
  for (const { how, answers } of outcomes) {
    const kept = [...answers].sort().filter((key, at, all) => at < 2 || all[at - 2] !== key);
    found.set(`${how} ${kept.join()}`, { how, answers: kept });
  }
  return [...found.values()];
}
