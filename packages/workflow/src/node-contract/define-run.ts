import type { z } from "zod";
import type { NodeDefinition } from "./define-node.ts";
import type { Json } from "./json.ts";
import type { RunContext } from "./run-context.ts";
import type { RunResult } from "./run-result.ts";

export interface RunArguments<Config> {
  /** Resolved and parsed. */
  readonly config: Config;
  /** Output of the step before: of the only taken edge, or `{ [node]: output }` where several were taken. */
  readonly input: Json;
  readonly context: RunContext;
}

export type Run<Config, Port extends string> = (
  given: RunArguments<Config>,
) => RunResult<Port> | Promise<RunResult<Port>>;

export interface NodeRunner<
  Type extends string = string,
  Config extends z.ZodType = z.ZodType,
  Port extends string = string,
> {
  readonly definition: NodeDefinition<Type, Config, Port>;
  /** Written as a method, so that every runner is also a `NodeRunner`: who runs by name parses the config first. */
  run(given: RunArguments<z.infer<Config>>): ReturnType<Run<z.infer<Config>, Port>>;
}

/** Joins a definition with what it does. Generic over type, config and ports directly, so that none widens to `string`. */
export function defineRun<Type extends string, Config extends z.ZodType, Port extends string>(
  definition: NodeDefinition<Type, Config, Port>,
  run: Run<z.infer<Config>, NoInfer<Port>>,
): NodeRunner<Type, Config, Port> {
  return { definition, run };
}
