import { Document } from "yaml";
import { keepsKeyOrder } from "../document/key-order.ts";
import { withoutPins } from "../document/pins.ts";
import type { WorkflowDocument } from "../document/schema.ts";
import { withSecrets } from "../document/secrets.ts";

/** What one file holds: a document, and by what it is found again. */
export interface WorkflowFile {
  /** Of the workflow it was written from: whoever applies the file finds that one again, even renamed. */
  readonly id?: string | undefined;
  readonly folder?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly document: WorkflowDocument;
}

/** The order of the fields that a reader looks for first; all others follow in the order of their names. */
const first = ["id", "folder", "tags", "format", "name", "description", "mode", "trigger", "nodes", "edges"];
const last = ["settings", "layout"];
const leading = ["type", "name", "from", "port", "to"];

/**
 * A workflow as YAML 1.2 text: the same document gives the same bytes, whatever the order of its keys in memory where that
 * order says nothing; a body keeps its own.
 * Where a box stands is at the end, so that a difference shows first what has changed in meaning. Secrets and
 * credentials stand there by reference, and pinned outputs, which are data of one person's trials, not at all; a value on
 * its way in (which no stored document has) is left empty.
 */
export function writeWorkflowFile({ id, folder = "", tags = [], document }: WorkflowFile): string {
  const clean = withSecrets(withoutPins(document), ({ reference }) =>
    reference === undefined ? null : { secret: reference },
  );
  const content = {
    id,
    folder: folder === "" ? undefined : folder,
    tags: tags.length === 0 ? undefined : [...tags].sort(),
    ...clean,
  };
  const yaml = new Document(ordered(content, []), { aliasDuplicateObjects: false, version: "1.2" });
  return yaml.toString({ lineWidth: 0, indent: 2, flowCollectionPadding: true });
}

/** What the file of a workflow is called: its name in plain letters, so that every system can store it. */
export function fileNameOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80)
    .replace(/-+$/, "");
  return `${plain === "" ? "workflow" : plain}.yaml`;
}

/** JSON data with the keys of every object in order where they have none of their own, as maps: an object would put keys like "10" first. */
function ordered(value: unknown, at: readonly unknown[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((element, index) => ordered(element, [...at, index]));
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  const rank = at.length === 0 ? rankOfRoot : rankInside;
  if (!keepsKeyOrder(at)) entries.sort(([one], [other]) => rank(one) - rank(other) || (one < other ? -1 : 1));
  return new Map(entries.map(([key, field]) => [key, ordered(field, [...at, key])]));
}

function rankOfRoot(key: string): number {
  const early = first.indexOf(key);
  if (early >= 0) return early;
  return first.length + 1 + last.indexOf(key);
}

function rankInside(key: string): number {
  const at = leading.indexOf(key);
  return at < 0 ? leading.length : at;
}
