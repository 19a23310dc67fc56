import type { WorkflowDocument, WorkflowEdge } from "../../document/schema.ts";

/** How a node is left: the port (null: none, its branch ends), and whether it failed. */
interface Left {
  readonly port: string | null;
  readonly failed: boolean;
}

/** One way in which an execution can go. */
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
 * without a line of what is tested by it.
 */
export function everyScenario(document: WorkflowDocument): Scenario[] {
  const keys = Object.keys(document.nodes);
  const scenarios: Scenario[] = [];
  const left = new Map<string, Left>();

  const choose = (at: number) => {
    const key = keys[at];
    if (key === undefined) {
      scenarios.push(...timings(document, new Map(left)));
      return;
    }
    for (const choice of choicesOf(document, key)) {
      left.set(key, choice);
      choose(at + 1);
    }
  };
  choose(0);
  return scenarios;
}

function choicesOf(document: WorkflowDocument, key: string): Left[] {
  const node = document.nodes[key];
  const own: Record<string, (string | null)[]> = {
    step: ["out"],
    branch: ["true", "false"],
    answer: [null],
    answerOn: ["out"],
    end: [null],
  };
  const first: Record<string, string | null> = {
    step: "out",
    branch: "true",
    answer: "out",
    answerOn: "out",
  };
  if (node?.disabled) return [{ port: first[node.type] ?? null, failed: false }];
  const done = (own[node?.type ?? ""] ?? []).map((port) => ({ port, failed: false }));
  if (node?.onError === "branch") return [...done, { port: "error", failed: true }];
  return node?.onError === "continue" ? [...done, { port: "out", failed: true }] : done;
}

function timings(document: WorkflowDocument, left: ReadonlyMap<string, Left>): Scenario[] {
  const keys = Object.keys(document.nodes);
  const ran = new Set<string>();
  const isTaken = ({ from, port }: WorkflowEdge) =>
    from === "trigger" || (ran.has(from) && left.get(from)?.port === (port ?? "out"));
  for (const key of keys) if (into(document, key).some(isTaken)) ran.add(key);

  const isOver = (key: string) => {
    const node = document.nodes[key];
    return node?.type === "end" && !node.disabled && left.get(key)?.failed === false;
  };
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
    before: new Map([...decided].filter(([key, past]) => ran.has(key) && ![...past].some(isOver))),
  }));
}

function into(document: WorkflowDocument, key: string): WorkflowEdge[] {
  return document.edges.filter(({ to }) => to === key);
}
