import { decide, defineRun, type Json, NodeError } from "@sluice/workflow/node-contract";
import { loop } from "./definition.ts";

export const runLoop = defineRun(
  loop,
  ({ config }) => {
    const { over, onItemError, limit } = config;
    if (over === "while") return { iterate: { over }, concurrency: 1, onItemError, limit };
    const { concurrency } = config;
    return over === "count"
      ? { iterate: { over, count: config.count ?? 0 }, concurrency, onItemError, limit }
      : { iterate: { over, items: listOf(config.items ?? null) }, concurrency, onItemError, limit };
  },
  {
    again: ({ config, context }) => {
      const { met, rules } = decide({ context, rules: config.while ?? { all: [] } });
      return { more: met, rules };
    },
    collect: ({ outcomes, stopped }) => {
      const errors = outcomes.flatMap((outcome, index) =>
        outcome.kind === "failed" ? [{ index, ...outcome.error }] : [],
      );
      const last = errors.at(-1);
      if (stopped && last !== undefined) {
        throw new NodeError({
          code: "iteration-failed",
          message: `iteration ${last.index + 1} (index ${last.index}) failed at "${last.node}" (${last.code}): ${last.message}`,
        });
      }
      const results = outcomes.map((outcome) => (outcome.kind === "finished" ? outcome.output : null));
      return { port: "out", output: { results, count: outcomes.length, errors } };
    },
  },
);

function listOf(items: Json): Json[] {
  if (Array.isArray(items)) return items;
  const got =
    items === null ? "null or missing" : typeof items === "object" ? "an object" : `a ${typeof items}`;
  const remedy =
    typeof items === "object" && items !== null
      ? "; to go through its fields, write Object.entries(…)"
      : "; give a default with ?? [] where it may be missing";
  throw new NodeError({ code: "items-not-a-list", message: `the items are ${got}, not a list${remedy}` });
}
