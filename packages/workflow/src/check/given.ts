import type { WorkflowDocument } from "../document/schema.ts";
import { isTriggerType, triggerTypes } from "../document/trigger-types.ts";
import { type Graph, triggerKey } from "../graph/graph.ts";
import type { NodeTypes } from "../node-contract/define-node.ts";
import { type Language, languages } from "../node-contract/texts.ts";
import type { Finding, FindingValues } from "./finding.ts";
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

/**
 * Nodes by their keys, several as a way, as the values of a sentence: in each language what their cards on the canvas
 * show.
 */
export function named(
  given: Pick<Given, "document" | "types">,
  keys: Readonly<Record<string, string | readonly string[]>>,
): FindingValues {
  const values: FindingValues = {};
  for (const [value, one] of Object.entries(keys)) {
    const [en = "", ...others] = languages.map((language) =>
      [one]
        .flat()
        .map((key) => nameOf(given, key, language))
        .join(" → "),
    );
    values[value] = en;
    others.forEach((text, index) => {
      if (text !== en) values[`${value}_${languages[index + 1]}`] = text;
    });
  }
  return values;
}

/** The name that somebody gave, else the title of the type, else the key. */
function nameOf(
  { document, types }: Pick<Given, "document" | "types">,
  key: string,
  language: Language,
): string {
  if (key === triggerKey) {
    const { type } = document.trigger;
    return isTriggerType(type) ? triggerTypes[type].title[language] : type;
  }
  const node = Object.hasOwn(document.nodes, key) ? document.nodes[key] : undefined;
  const definition = node && Object.hasOwn(types, node.type) ? types[node.type] : undefined;
  return node?.name || definition?.title[language] || key;
}
