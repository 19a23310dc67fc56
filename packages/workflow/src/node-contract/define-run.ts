import type { z } from "zod";
import type { NodeDefinition } from "./define-node.ts";
import type { Json } from "./json.ts";
import type { RuleRecord } from "./rules.ts";
import type { RunContext } from "./run-context.ts";
import type { IterationOutcome, RunResult, SettledResult, Woken } from "./run-result.ts";

export interface RunArguments<Config> {
  /** Resolved and parsed. */
  readonly config: Config;
  /** Output of the step before: of the only taken edge, or `{ [node]: output }` where several were taken. */
  readonly input: Json;
  /** What it left when it went to sleep to be run again; null or left out: it begins. */
  readonly memo?: Json;
  readonly context: RunContext;
}

export type Run<Config, Port extends string> = (
  given: RunArguments<Config>,
) => RunResult<Port> | Promise<RunResult<Port>>;

/** What a run that sleeps or iterates needs besides. Plain functions: they touch nothing outside. */
export interface RunMore<Config, Port extends string> {
  /** What a step that slept answers now that something came. Throws a `NodeError` to fail it. */
  wake?(given: {
    readonly input: Json;
    readonly memo: Json;
    readonly woken: Woken;
  }): SettledResult<NoInfer<Port>>;
  /**
   * Whether a container that iterates `while` goes on. `context` sees `index`, `item` and `loop.<key>` of the next
   * iteration; its `item` is the output of the iteration before, null at first.
   */
  again?(given: {
    readonly config: Config;
    readonly context: Pick<RunContext, "evaluate" | "evaluateRules">;
  }): { readonly more: boolean; readonly rules?: RuleRecord[] };
  /** What a container answers once its iterations have ended. Throws a `NodeError` to fail it. */
  collect?(given: {
    readonly outcomes: readonly IterationOutcome[];
    /** A failed iteration ended it (`onItemError: stop`): the last outcome says why. */
    readonly stopped: boolean;
  }): SettledResult<NoInfer<Port>>;
}

export interface NodeRunner<
  Type extends string = string,
  Config extends z.ZodType = z.ZodType,
  Port extends string = string,
> {
  readonly definition: NodeDefinition<Type, Config, Port>;
  /** Written as methods, so that every runner is also a `NodeRunner`: who runs by name parses the config first. */
  run(given: RunArguments<z.infer<Config>>): ReturnType<Run<z.infer<Config>, Port>>;
  wake?(given: { readonly input: Json; readonly memo: Json; readonly woken: Woken }): SettledResult<Port>;
  again?(given: {
    readonly config: z.infer<Config>;
    readonly context: Pick<RunContext, "evaluate" | "evaluateRules">;
  }): { readonly more: boolean; readonly rules?: RuleRecord[] };
  collect?(given: {
    readonly outcomes: readonly IterationOutcome[];
    readonly stopped: boolean;
  }): SettledResult<Port>;
}

/** Joins a definition with what it does. Generic over type, config and ports directly, so that none widens to `string`. */
export function defineRun<Type extends string, Config extends z.ZodType, Port extends string>(
  definition: NodeDefinition<Type, Config, Port>,
  run: Run<z.infer<Config>, NoInfer<Port>>,
  more: RunMore<z.infer<Config>, NoInfer<Port>> = {},
): NodeRunner<Type, Config, Port> {
  return { definition, run, ...more };
}
