/** A workflow under load. */
export interface CrashWorkflow {
  readonly name: string;
  readonly document: unknown;
  /** Steps that call the receiver, in their order: each is called only when all those before it have finished. */
  readonly order: readonly string[];
  /** Keys an execution calls in all, when each is called once. */
  readonly calls: number;
}

const items = 4;

/** What an execution can be in the middle of: a chain of calls, a loop, a pause, an answer, or nothing outside. */
export function crashWorkflows(receiver: string): CrashWorkflow[] {
  const call = (step: string, more: object = {}) => ({
    type: "http",
    config: {
      method: "POST",
      url: `${receiver}/${step}`,
      bodyKind: "json",
      body: { n: "{{ trigger.n }}", step },
      // Of the usual 30 seconds, one is left on a clock that runs 30 times as fast (bench `day`).
      timeoutSeconds: 300,
      ...more,
    },
    timeoutSeconds: 330,
  });
  const document = (
    name: string,
    given: { mode?: "async" | "sync"; nodes: Record<string, unknown>; edges: string[] },
  ) => ({
    ...{ format: 1, name, mode: given.mode ?? "async" },
    trigger: {
      type: "webhook",
      config: { variables: [{ key: "n", from: "body", path: "n", type: "number", required: true }] },
    },
    nodes: given.nodes,
    edges: given.edges.map((text) => {
      const [from = "", to = ""] = text.split(">");
      return { from, to };
    }),
  });
  return [
    {
      name: "chain",
      order: ["first", "second", "third"],
      calls: 3,
      document: document("Chain", {
        nodes: {
          twice: { type: "set", config: { fields: { twice: "{{ trigger.n * 2 }}" } } },
          first: call("first"),
          second: call("second"),
          sum: {
            type: "transform",
            config: { expression: "steps.first.body.seen + steps.second.body.seen - steps.twice.twice" },
          },
          third: call("third"),
        },
        edges: ["trigger>twice", "twice>first", "first>second", "second>sum", "sum>third"],
      }),
    },
    {
      name: "loop",
      order: ["before", "each", "after"],
      calls: items + 2,
      document: document("Loop", {
        nodes: {
          before: call("before"),
          round: { type: "loop", config: { over: "count", count: items, concurrency: 2 } },
          each: { ...call("each"), parent: "round" },
          after: call("after", {
            body: { n: "{{ trigger.n }}", step: "after", count: "{{ steps.round.count }}" },
          }),
        },
        edges: ["trigger>before", "before>round", "round>after"],
      }),
    },
    {
      name: "pause",
      order: ["before", "after"],
      calls: 2,
      document: document("Pause", {
        nodes: {
          before: call("before"),
          sleep: { type: "delay", config: { mode: "for", amount: 3, unit: "seconds" } },
          after: call("after"),
        },
        edges: ["trigger>before", "before>sleep", "sleep>after"],
      }),
    },
    {
      name: "answer",
      order: ["before", "after"],
      calls: 2,
      document: document("Answer", {
        mode: "sync",
        nodes: {
          before: call("before"),
          reply: {
            type: "response",
            config: { status: 200, kind: "json", body: { n: "{{ trigger.n }}" }, then: "continue" },
          },
          after: call("after"),
        },
        edges: ["trigger>before", "before>reply", "reply>after"],
      }),
    },
    {
      name: "compute",
      order: [],
      calls: 0,
      document: document("Compute", {
        nodes: { twice: { type: "set", config: { fields: { twice: "{{ trigger.n * 2 }}" } } } },
        edges: ["trigger>twice"],
      }),
    },
  ];
}
