import type { JsonObject } from "../../node-contract/json.ts";
import type { N8nNode } from "../export-shape.ts";
import type { NoticeCode } from "../notices.ts";
import type { RulesGiven } from "../rules.ts";
import type { Sources } from "../sources.ts";
import type { Values } from "../values.ts";

/** What a converter works with: one node of n8n and its surroundings. */
export interface NodeGiven {
  readonly node: N8nNode;
  readonly values: Values;
  readonly rules: RulesGiven;
  readonly sources: Sources;
  /** Whether something comes behind it. */
  readonly goesOn: boolean;
  /** Whether something comes behind an exit of n8n. */
  readonly leadsOn: (output: number) => boolean;
  readonly notice: (code: NoticeCode, detail?: string) => void;
}

export interface ConvertedNode {
  readonly type: string;
  readonly config: JsonObject;
  /** Of each exit in n8n, the ports that take its place; left out: `out` for the first, none for others. */
  readonly ports?: readonly (readonly string[])[];
}

/** What of a node nothing here does, and how that is said; left out: its mode is not here. */
export interface LeftNode {
  readonly left: string;
  readonly because?: NoticeCode;
}

/** The node as one of Sluice's, or why it is none. */
export type NodeConverter = (given: NodeGiven) => ConvertedNode | LeftNode;
