import {
  defineNode,
  defineRun,
  fieldHints,
  type NodeRunner,
  type Text,
} from "@sluice/workflow/node-contract";
import { z } from "zod";
import { condition } from "./condition/definition.ts";
import type { runCondition } from "./condition/run.ts";
import type { definitions } from "./definitions.ts";
import { runEnd } from "./end/run.ts";
import { type RunnersOf, runners } from "./runners.ts";
import { runSet } from "./set/run.ts";
import { switchNode } from "./switch/definition.ts";

/*
 * Mistakes that the compiler must catch. `tsc -p packages/nodes` reads this file; nothing runs it.
 * Where a line below an expectation compiles, that expectation becomes the error.
 */

// A port that the definition does not name.
// @ts-expect-error
defineRun(condition, () => ({ port: "maybe", output: null }));
// @ts-expect-error
defineRun(condition, () => ({ port: ["true", "maybe"], output: null }));
// @ts-expect-error: a switch leaves by ports that its parsed cases name, not by a text of its own
defineRun(switchNode, () => ({ port: "paid", output: null }));

// A run without output, and one that neither goes on nor ends.
// @ts-expect-error
defineRun(condition, () => ({ port: "true" }));
// @ts-expect-error
defineRun(condition, () => ({ output: null }));

// Reading a field that the config does not have.
// @ts-expect-error
defineRun(condition, ({ config }) => ({ port: "true", output: config.nothing }));

// Waking, or collecting, to a port that is not there.
defineRun(condition, () => ({ wait: { for: "moment", until: 0 } }), {
  // @ts-expect-error
  wake: () => ({ port: "maybe", output: null }),
});
defineRun(condition, () => ({ port: "true", output: null }), {
  // @ts-expect-error
  collect: () => ({ port: "maybe", output: null }),
});

// A type without a runner, and a type with the runner of another.
const { end: _end, ...others } = runners;
// @ts-expect-error
others satisfies RunnersOf<typeof definitions>;
// @ts-expect-error
({ ...others, end: runSet }) satisfies RunnersOf<typeof definitions>;
({ ...others, end: runEnd }) satisfies RunnersOf<typeof definitions>;

// A text without its French.
// @ts-expect-error
({ en: "only English" }) satisfies Text;
// @ts-expect-error
z.string().register(fieldHints, { label: { en: "only English" } });
z.string().register(fieldHints, { label: { en: "both", fr: "les deux" } });

const sample = {
  type: "sample",
  version: 1,
  kind: "data",
  title: { en: "Sample", fr: "Exemple" },
  summary: { en: "Sample", fr: "Exemple" },
  icon: "flask",
  config: z.strictObject({ count: z.int() }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "none",
  output: z.json(),
  example: { config: { count: 1 }, input: null },
} as const;
defineNode(sample);
// @ts-expect-error: a port's label in one language
defineNode({ ...sample, ports: { out: { en: "out" } } });
// @ts-expect-error: a kind that the palette does not have
defineNode({ ...sample, kind: "misc" });
// @ts-expect-error: an example whose config is no JSON
defineNode({ ...sample, example: { config: { count: () => 1 }, input: null } });
// @ts-expect-error: neither "none" nor "outside"
defineNode({ ...sample, effects: "some" });

// A config of the wrong shape, where the node type is known.
const config = { when: { all: [] } };
runners.condition.run({
  config,
  input: null,
  context: {} as Parameters<typeof runCondition.run>[0]["context"],
});
runners.condition.run({
  // @ts-expect-error
  config: { when: 1 },
  input: null,
  context: {} as Parameters<typeof runCondition.run>[0]["context"],
});

// Every runner can still be run by who knows it only by name.
const anyRunner: NodeRunner = runners.condition;
void anyRunner;
