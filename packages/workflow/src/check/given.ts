import type { WorkflowDocument } from "../document/schema.ts";
import type { Graph } from "../graph/graph.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import type { Finding } from "./finding.ts";
import type { TextPlace } from "./text-places.ts";

export interface SecretOwner {
  readonly node: string;
  readonly field: string;
}

export interface OtherWorkflow {
  readonly name: string;
  /** Type of its trigger. */
  readonly trigger: string;
}

export interface CheckOptions {
  readonly types: NodeTypes;
  /** Whom a secret of this workflow belongs to; undefined: it is not one of this workflow. Left out: not checked. */
  readonly secretOwner?: (reference: string) => SecretOwner | undefined;
  /** Left out: no credential exists. */
  readonly hasCredential?: (reference: string) => boolean;
  /** The id of the workflow whose document this is; left out: it has none yet. */
  readonly workflowId?: string;
  /** Whether this server knows how the outside reaches it. Left out: not checked. */
  readonly hasPublicUrl?: boolean;
  /** References of secrets that are no key of the kind that their method needs. Left out: not checked. */
  readonly unusableSecrets?: ReadonlySet<string>;
  /** The readable name that its trigger URL has beside the key; null or left out: none. */
  readonly alias?: string | null;
  /** Another workflow, by the version that runs or else its draft; undefined: there is none. Left out: not checked. */
  readonly otherWorkflow?: (id: string) => OtherWorkflow | undefined;
}

/** What every finding is made from; put together once. */
export interface Given extends CheckOptions {
  readonly document: WorkflowDocument;
  readonly graph: Graph;
  /** The graph has no cycle: questions of order make sense. */
  readonly acyclic: boolean;
  /** Every text that may read variables. */
  readonly texts: readonly TextPlace[];
}

/** Looks for one kind of trouble. */
export type Check = (given: Given) => Finding[];

/** How a node is called when people are told of it: its name, else its key. */
export function nameOf(document: WorkflowDocument, key: string): string {
  if (key === "trigger") return key;
  return document.nodes[key]?.name ?? key;
}
