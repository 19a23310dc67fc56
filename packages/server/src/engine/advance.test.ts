import { describe, expect, it } from "vitest";
import { advance, type Effect, type ExecutionEvent } from "./advance.ts";
import { type PlanGraph, planGraph } from "./plan-graph.ts";
import { type ExecutionState, initialState, stateOf } from "./state.ts";

type NodeOptions = {
  join?: "all" | "any" | "race";
  onError?: "stop" | "continue" | "branch";
  disabled?: boolean;
};

/** `"trigger>a a:true>b a:false>c"`, with what is special about some nodes. */
function graphOf(edges: string, options: Record<string, NodeOptions> = {}): PlanGraph {
  const parsed = edges.split(" ").map((text) => {
    const [from = "", to = ""] = text.split(">");
    const [key = "", port] = from.split(":");
    return { from: key, ...(port === undefined ? {} : { port }), to };
  });
  const keys = new Set([...parsed.flatMap(({ from, to }) => [from, to]), ...Object.keys(options)]);
  keys.delete("trigger");
  const nodes = Object.fromEntries(
    [...keys].map((key) => [key, { type: "set", config: {}, ...options[key] }] as const),
  );
  return planGraph({ nodes, edges: parsed }, () => "out");
}

/** Drives a graph by words: `a` finishes by `out`, `a:x+y` by ports, `a!` fails, `a=failed` ends the execution. */
function drive(graph: PlanGraph, words: readonly string[]) {
  let state = initialState(graph);
  const log: string[] = [];
  const feed = (event: ExecutionEvent) => {
    const advanced = advance(graph, state, event);
    state = advanced.state;
    log.push(...advanced.effects.map((effect) => tell(graph, effect)));
  };
  feed({ kind: "begun" });
  for (const word of words) feed(eventOf(graph, word));
  return { log, state, told: states(graph, state) };
}

function eventOf(graph: PlanGraph, word: string): ExecutionEvent {
  if (word === "timed-out" || word === "cancelled") return { kind: word };
  const [, key = "", mark, rest = ""] = /^(\w+)([:!=]?)(.*)$/.exec(word) ?? [];
  const node = graph.indexOf.get(key) ?? -9;
  if (mark === "!") return { kind: "failed", node };
  if (mark === "=") return { kind: "ended", node, status: rest === "failed" ? "failed" : "succeeded" };
  return {
    kind: "finished",
    node,
    ports: mark === ":" ? rest.split("+").filter((port) => port !== "") : ["out"],
  };
}

function tell(graph: PlanGraph, effect: Effect): string {
  if (effect.kind === "end") return `end ${effect.status}`;
  return `${effect.kind} ${graph.nodes[effect.node]?.key}`;
}

function states(graph: PlanGraph, state: ExecutionState): Record<string, string> {
  return Object.fromEntries(
    graph.nodes.map(({ key }, index) => [key, stateOf(graph, state, { node: index }) ?? ""]),
  );
}

describe("advance", () => {
  it.each<[string, string, Record<string, NodeOptions>, string[], string[]]>([
    ["a chain", "trigger>a a>b", {}, ["a", "b"], ["start a", "start b", "end succeeded"]],
    ["nothing to do", "trigger>a", { a: { disabled: true } }, [], ["pass a", "end succeeded"]],
    [
      "a branch that is not taken is skipped to its end",
      "trigger>if if:true>yes if:false>no no>after",
      {},
      ["if:true", "yes"],
      ["start if", "start yes", "skip no", "skip after", "end succeeded"],
    ],
    [
      "branches join again without a merge node",
      "trigger>if if:true>yes if:false>no yes>both no>both",
      {},
      ["if:false", "no", "both"],
      ["start if", "skip yes", "start no", "start both", "end succeeded"],
    ],
    [
      "join all waits for every taken edge",
      "trigger>a trigger>b a>c b>c",
      {},
      ["b", "a", "c"],
      ["start a", "start b", "start c", "end succeeded"],
    ],
    [
      "join any starts at the first and lets the rest go on",
      "trigger>a trigger>b a>c b>c",
      { c: { join: "any" } },
      ["b", "c", "a"],
      ["start a", "start b", "start c", "end succeeded"],
    ],
    [
      "join any is skipped when nothing is taken",
      "trigger>if if:x>c if:y>c",
      { c: { join: "any" } },
      ["if:z"],
      ["start if", "skip c", "end succeeded"],
    ],
    [
      "join race cancels what only led there",
      "trigger>a trigger>b b>b2 a>c b2>c",
      { c: { join: "race" } },
      ["a", "b", "c"],
      ["start a", "start b", "start c", "skip b2", "cancel b", "end succeeded"],
    ],
    [
      "join race lets a step run that something else waits for",
      "trigger>a trigger>b a>c b>c b>d",
      { c: { join: "race" } },
      ["a", "c", "b", "d"],
      ["start a", "start b", "start c", "start d", "end succeeded"],
    ],
    [
      "a failure stops the execution and cancels the rest",
      "trigger>a trigger>b a>c",
      {},
      ["a!"],
      ["start a", "start b", "cancel b", "skip c", "end failed"],
    ],
    [
      "continue goes on through out",
      "trigger>a a>b",
      { a: { onError: "continue" } },
      ["a!", "b"],
      ["start a", "start b", "end succeeded"],
    ],
    [
      "branch goes on through error",
      "trigger>a a>b a:error>c",
      { a: { onError: "branch" } },
      ["a!", "c"],
      ["start a", "skip b", "start c", "end succeeded"],
    ],
    [
      "several ports at once",
      "trigger>s s:x>a s:y>b s:z>c",
      {},
      ["s:x+y", "a", "b"],
      ["start s", "start a", "start b", "skip c", "end succeeded"],
    ],
    [
      "no port ends the branch alone",
      "trigger>r trigger>b r>after",
      {},
      ["r:", "b"],
      ["start r", "start b", "skip after", "end succeeded"],
    ],
    [
      "a disabled node passes through",
      "trigger>a a>b b>c",
      { b: { disabled: true } },
      ["a", "c"],
      ["start a", "pass b", "start c", "end succeeded"],
    ],
    [
      "an end ends everything",
      "trigger>e trigger>b e>c",
      {},
      ["e=failed"],
      ["start e", "start b", "cancel b", "skip c", "end failed"],
    ],
    ["a timeout", "trigger>a a>b", {}, ["timed-out"], ["start a", "cancel a", "skip b", "end timed-out"]],
    [
      "what hangs on nothing is skipped",
      "trigger>a x>y a>z y>z",
      {},
      ["a", "z"],
      ["skip x", "skip y", "start a", "start z", "end succeeded"],
    ],
    [
      "a circle does not hang",
      "trigger>a a>b b>c c>b",
      {},
      ["a"],
      ["start a", "skip b", "skip c", "end succeeded"],
    ],
  ])("%s", (_, edges, options, words, log) => {
    // Given the graph, when its steps end in this order, then exactly this is done.
    expect(drive(graphOf(edges, options), words).log).toEqual(log);
  });

  it("ignores what comes after the end, and what is not running", () => {
    const graph = graphOf("trigger>a a>b");
    const early = advance(graph, initialState(graph), { kind: "finished", node: 1, ports: ["out"] });
    expect(early.effects).toEqual([]);
    const { log } = drive(graph, ["a!", "a", "b", "cancelled"]);
    expect(log).toEqual(["start a", "skip b", "end failed"]);
  });

  it("does not change the state it is given", () => {
    const graph = graphOf("trigger>a a>b");
    const before = initialState(graph);
    const copy = structuredClone(before);
    const begun = advance(graph, before, { kind: "begun" }).state;
    const begunCopy = structuredClone(begun);
    advance(graph, begun, { kind: "finished", node: 0, ports: ["out"] });
    expect(before).toEqual(copy);
    expect(begun).toEqual(begunCopy);
  });

  it("says from where a step was reached", () => {
    const graph = graphOf("trigger>a trigger>b a>c b>c");
    let { state } = advance(graph, initialState(graph), { kind: "begun" });
    ({ state } = advance(graph, state, { kind: "finished", node: 1, ports: ["out"] }));
    const { effects } = advance(graph, state, { kind: "finished", node: 0, ports: ["out"] });
    expect(effects).toEqual([{ kind: "start", frame: "", node: 2, from: [0, 1] }]);
  });
});
