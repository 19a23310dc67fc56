import type { z } from "zod";
import type { Json, JsonObject } from "./json.ts";
import type { Text } from "./texts.ts";

/** Where the palette lists a node type. */
export type NodeKind = "logic" | "answer" | "data" | "reach";

export interface PortLabel {
  readonly port: string;
  readonly label: string;
}

export interface ExampleOutput {
  /** Left out: `out`. */
  readonly port?: string;
  readonly output: Json;
}

/**
 * The half of a node type that browser and server share.
 * `Type`, `Config` and `Port` stand directly in the type, so that a run's ports are checked by the compiler.
 */
export interface NodeDefinition<
  Type extends string = string,
  Config extends z.ZodType = z.ZodType,
  Port extends string = string,
> {
  readonly type: Type;
  /** Raised with an `upgrade` step whenever a stored config would mean something else. */
  readonly version: number;
  readonly kind: NodeKind;
  readonly title: Text;
  readonly summary: Text;
  /** Name of an icon in the Tabler set, kebab-case. */
  readonly icon: string;
  /** Shape of the config after templates are resolved. Every field is registered in `fieldHints`. */
  readonly config: Config;
  /** The named exits, in the order they are drawn, with the label each shows. Empty: the node ends the execution. */
  readonly ports: Readonly<Record<Port, Text>>;
  /** Exits that depend on the (unresolved) config. They are drawn before those of `ports`. */
  readonly dynamicPorts?: (config: JsonObject) => readonly PortLabel[];
  /** With this config it may leave by several of its `dynamicPorts` at once. */
  readonly takesSeveral?: (config: JsonObject) => boolean;
  /** Those of `ports` that a node of this (unresolved) config does not have: they are not drawn, and nothing leaves there. */
  readonly absentPorts?: (config: JsonObject) => readonly NoInfer<Port>[];
  /**
   * `none`: the run touches nothing outside, so that its step may share a commit with its neighbours.
   * `outside`: everything before it must be on disk first.
   */
  readonly effects: "none" | "outside";
  /**
   * It holds other nodes (their `parent` is its key) and runs them as its body. `repeats`: more than once, so that they
   * see `item`, `index` and `loop.<key>`.
   */
  readonly container?: { readonly repeats: boolean };
  /** Its run may sleep (`wait`): it answers anew each time, so that it is never cached. */
  readonly sleeps?: boolean;
  /**
   * Its run sleeps to be run again: its templates and rules see `item`, of this shape, and `index`, as its README says, also
   * outside of loops.
   */
  readonly asksAgain?: z.ZodType;
  /** May answer the caller: counts for the static check of synchronous paths. */
  readonly answers?: (config: JsonObject) => "stop" | "continue";
  /** Its config says how long it may take: the engine's own limit stands far behind that. */
  readonly timesItself?: boolean;
  /** Its form can be filled from a pasted cURL command, as that of the node `http` is. */
  readonly fillsFrom?: "curl";
  /** With this config it waits for a callback: its URL is `execution.callbacks.<key>`. */
  readonly awaitsCallback?: (config: JsonObject) => boolean;
  /** With this (unresolved) config its run sleeps until somebody answers, which a trial cannot wait for. */
  readonly waitsForSomebody?: (config: JsonObject) => boolean;
  /**
   * What it could give with this (unresolved) config, for trials that call nobody; undefined: it cannot be told. Only node
   * types that reach outside or wait for somebody have one.
   */
  readonly exampleOutput?: (config: JsonObject) => ExampleOutput | undefined;
  /** Shape of the output, for completion and preview; `outputOf` where it depends on the config. */
  readonly output: z.ZodType;
  readonly outputOf?: (config: JsonObject) => z.ZodType;
  /** A config that parses and runs as it is, and what it runs on. */
  readonly example: { readonly config: JsonObject; readonly input: Json };
  /** One line for the node's card, from the (unresolved) config. */
  readonly summarize?: (config: JsonObject, language: "en" | "fr") => string;
  /** One step per version: brings a config of version `n` to `n + 1`. */
  readonly upgrade?: Readonly<Record<number, (config: JsonObject) => JsonObject>>;
}

/** Declares a node type. It only fixes the types: what comes out is what went in. */
export function defineNode<const Type extends string, Config extends z.ZodType, const Port extends string>(
  definition: NodeDefinition<Type, Config, Port>,
): NodeDefinition<Type, Config, Port> {
  return definition;
}

/** All node types by name, as `check` and the editor take them. */
export type NodeTypes = Readonly<Record<string, NodeDefinition>>;
