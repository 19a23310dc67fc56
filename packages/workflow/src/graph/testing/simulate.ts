import type { WorkflowDocument, WorkflowEdge } from "../../document/schema.ts";
import { bodyOutcomes } from "./body-outcomes.ts";

/** How a node is left. */
export interface Left {
  /** Null: by none, its branch ends. */
  readonly port: string | null;
  readonly failed: boolean;
  /** Responses that answered in it, itself or inside of it, each as often as it did. */
  readonly answers: readonly string[];
  /** The whole execution ends here. */
  readonly over: boolean;
}

/** One way in which an execution, or one run of a container's body, can go. */
export interface Scenario {
  readonly ran: ReadonlySet<string>;
  readonly left: ReadonlyMap<string, Left>;
  /**
   * For each node that ran: what had finished before it started, in the least favourable timing. A node that waits for
   * an `end` that was not a failure is not there: the execution is over before it can start.
   */
  readonly before: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Plays all executions of a small workflow of `graphTypes` whose nodes stand in an order of the graph: every choice of
 * ports, and at every join of `any` every edge that can come first. Written straight from the design page "The graph",
 * without a line of what is tested by it. `scope`: one run of the body of that container instead.
 */
export function everyScenario(document: WorkflowDocument, scope?: string): Scenario[] {
  const keys = Object.keys(document.nodes).filter((key) => document.nodes[key]?.parent === scope);
  const scenarios: Scenario[] = [];
  const left = new Map<string, Left>();
  const choices = new Map(keys.map((key) => [key, choicesOf(document, key)]));

  const choose = (at: number) => {
    const key = keys[at];
    if (key === undefined) {
      scenarios.push(...timings(document, keys, new Map(left)));
      return;
    }
    for (const choice of choices.get(key) ?? []) {
      left.set(key, choice);
      choose(at + 1);
    }
  };
  choose(0);
  return scenarios;
}

/** All ways in which a node can be left without failing its scope. */
function choicesOf(document: WorkflowDocument, key: string): Left[] {
  const node = document.nodes[key];
  const leave = (port: string | null, more: Partial<Left> = {}): Left => {
    return { port, failed: false, answers: [], over: false, ...more };
  };
  const first: Record<string, string> = { step: "out", branch: "true", answer: "out", answerOn: "out" };
  if (node?.disabled) return [leave({ ...first, loop: "out", try: "out" }[node.type] ?? null)];
  const failures = (answers: readonly string[] = []) => {
    if (node?.onError === "branch") return [leave("error", { failed: true, answers })];
    return node?.onError === "continue" ? [leave("out", { failed: true, answers })] : [];
  };
  switch (node?.type) {
    case "branch":
      return [leave("true"), leave("false"), ...failures()];
    case "answer":
      return [leave(null, { answers: [key] }), ...failures()];
    case "answerOn":
      return [leave("out", { answers: [key] }), ...failures()];
    case "end":
      return [leave(null, { over: true }), ...failures()];
    case "try":
      return bodyOutcomes(document, key, everyScenario).map(({ how, answers }) =>
        how === "ended"
          ? leave(null, { over: true, answers })
          : leave(how === "failed" ? "error" : "out", { answers }),
      );
    case "loop":
      return bodyOutcomes(document, key, everyScenario).flatMap(({ how, answers }) => {
        if (how === "ended") return [leave(null, { over: true, answers })];
        return how === "failed" ? failures(answers) : [leave("out", { answers })];
      });
    default:
      return [leave("out"), ...failures()];
  }
}

function timings(
  document: WorkflowDocument,
  keys: readonly string[],
  left: ReadonlyMap<string, Left>,
): Scenario[] {
  const ran = new Set<string>();
  const isTaken = ({ from, port }: WorkflowEdge) =>
    from === "trigger" || (ran.has(from) && left.get(from)?.port === (port ?? "out"));
  for (const key of keys) if (into(document, key).some(isTaken)) ran.add(key);

  let open: Map<string, Set<string>>[] = [new Map()];
  for (const key of keys) {
    const edges = into(document, key);
    const first = document.nodes[key]?.join === "any" && ran.has(key) ? edges.filter(isTaken) : [undefined];
    open = open.flatMap((decided) =>
      first.map((winner) => {
        const waited = winner === undefined ? edges : [winner];
        const past = new Set<string>();
        for (const { from } of waited) {
          for (const one of decided.get(from) ?? []) past.add(one);
          if (ran.has(from)) past.add(from);
        }
        return new Map([...decided, [key, past]]);
      }),
    );
  }
  return open.map((decided) => ({
    ran,
    left,
    before: new Map(
      [...decided].filter(([key, past]) => ran.has(key) && ![...past].some((one) => left.get(one)?.over)),
    ),
  }));
}

/** The body of a container begins with what no edge leads to. */
function into(document: WorkflowDocument, key: string): WorkflowEdge[] {
  const edges = document.edges.filter(({ to }) => to === key);
  const begins = edges.length === 0 && document.nodes[key]?.parent !== undefined;
  return begins ? [{ from: "trigger", to: key }] : edges;
}
