import { z } from "zod";
import { nodeKeySchema, type WorkflowDocument, type WorkflowNode } from "../document/schema.ts";
import { emptySecrets } from "../document/secrets.ts";
import { standingIn } from "./bodies.ts";
import { edgeFrom } from "./edges.ts";
import { type Fragment, fragmentSchema } from "./fragment.ts";
import { freshKey, freshKeysIn, nodeOf } from "./node-keys.ts";
import { layoutOf, type Position, positionSchema } from "./positions.ts";
import { renameReferences } from "./references.ts";

/**
 * Puts a fragment into the document: fresh keys where they are taken, references inside the fragment rewritten,
 * secrets emptied (a reference belongs to one node and field), everything moved by `by`. What stood in no container of
 * the fragment then stands in `parent`, or in none.
 */
export const pasteSchema = z.strictObject({
  op: z.literal("paste"),
  fragment: fragmentSchema,
  by: positionSchema.optional(),
  parent: nodeKeySchema.optional(),
});

export function paste(
  document: WorkflowDocument,
  { fragment, by = { x: 0, y: 0 }, parent: into }: z.infer<typeof pasteSchema>,
): WorkflowDocument {
  if (into !== undefined) nodeOf(document, into);
  const keys = pastedKeys(document, fragment);
  const renamed = renameInFragment(fragment, keys);
  const moved = ({ x, y }: Position) => ({ x: x + by.x, y: y + by.y });
  const keyOf = (key: string) => keys.get(key) ?? key;

  const nodes = Object.entries(renamed).map(([key, node]): [string, WorkflowNode] => {
    const { parent } = node;
    const around = parent !== undefined && keys.has(parent) ? keyOf(parent) : into;
    return [keyOf(key), { ...standingIn(node, around), config: emptySecrets(node.config) }];
  });
  const edges = fragment.edges
    .filter((edge) => keys.has(edge.from) && keys.has(edge.to))
    .map((edge) => edgeFrom({ ...edge, from: keyOf(edge.from), to: keyOf(edge.to) }));
  const layout = layoutOf(document);
  const places = Object.entries(fragment.layout.nodes).filter(([key]) => keys.has(key));
  const freshId = freshKeysIn(new Set(layout.notes.map(({ id }) => id)));
  const notes = fragment.layout.notes.map((note) => ({ ...note, ...moved(note), id: freshId(note.id) }));
  return {
    ...document,
    nodes: { ...document.nodes, ...Object.fromEntries(nodes) },
    edges: [...document.edges, ...edges],
    layout: {
      ...layout,
      nodes: {
        ...layout.nodes,
        ...Object.fromEntries(places.map(([key, place]) => [keyOf(key), moved(place)])),
      },
      notes: [...layout.notes, ...notes],
    },
  };
}

/** Which key each node of the fragment gets in this document. */
export function pastedKeys(document: WorkflowDocument, fragment: Fragment): Map<string, string> {
  const taken = new Set([...Object.keys(document.nodes), ...Object.keys(fragment.nodes)]);
  return new Map(
    Object.keys(fragment.nodes).map((key) => {
      const free = Object.hasOwn(document.nodes, key) ? freshKey(taken, key) : key;
      taken.add(free);
      return [key, free];
    }),
  );
}

function renameInFragment(fragment: Fragment, keys: ReadonlyMap<string, string>): Fragment["nodes"] {
  const inside: WorkflowDocument = {
    format: 1,
    name: "fragment",
    mode: "async",
    trigger: { type: "webhook", config: {} },
    nodes: fragment.nodes,
    edges: [],
  };
  // In one pass: one for each key would read every expression as often as there are nodes.
  const steps = new Map([...keys].filter(([from, to]) => from !== to));
  return steps.size === 0 ? fragment.nodes : renameReferences(inside, { steps }).nodes;
}
