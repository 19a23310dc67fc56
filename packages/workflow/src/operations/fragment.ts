import { z } from "zod";
import { excessOf } from "../document/limits.ts";
import {
  edgeSchema,
  nodeKeySchema,
  nodeSchema,
  noteSchema,
  type WorkflowDocument,
} from "../document/schema.ts";
import { emptySecrets } from "../document/secrets.ts";
import { withInside } from "./bodies.ts";
import { layoutOf, positionSchema } from "./positions.ts";

/** A piece of a workflow as it lies on the clipboard: nodes, the edges among them, places, notes. */
export const fragmentSchema = z.strictObject({
  sluice: z.literal("fragment/1"),
  nodes: z.record(nodeKeySchema, nodeSchema),
  edges: z.array(edgeSchema),
  layout: z.strictObject({ nodes: z.record(z.string(), positionSchema), notes: z.array(noteSchema) }),
});
export type Fragment = z.infer<typeof fragmentSchema>;

/**
 * The nodes and notes of these keys and ids with what connects them, containers with all that stands in them. Unknown ones are left out, and secrets are
 * emptied here already: a value that was just typed in must not get to the clipboard.
 */
export function fragmentOf(
  document: WorkflowDocument,
  { keys, notes = [] }: { keys: readonly string[]; notes?: readonly string[] },
): Fragment {
  const wanted = withInside(
    document,
    keys.filter((key) => Object.hasOwn(document.nodes, key)),
  );
  const layout = layoutOf(document);
  const pick = <Value>(from: Record<string, Value>) =>
    Object.fromEntries(Object.entries(from).filter(([key]) => wanted.has(key)));
  return {
    sluice: "fragment/1",
    nodes: Object.fromEntries(
      Object.entries(pick(document.nodes)).map(([key, node]) => [
        key,
        { ...node, config: emptySecrets(node.config) },
      ]),
    ),
    edges: document.edges.filter((edge) => wanted.has(edge.from) && wanted.has(edge.to)),
    layout: { nodes: pick(layout.nodes), notes: layout.notes.filter((note) => notes.includes(note.id)) },
  };
}

/** The fragment as text for the clipboard. */
export function fragmentText(fragment: Fragment): string {
  return JSON.stringify(fragment, null, 2);
}

/** A fragment from clipboard text; undefined when it is something else. */
export function parseFragment(text: string): Fragment | undefined {
  if (!text.includes("fragment/1")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (excessOf(value) !== undefined) return undefined;
    const parsed = fragmentSchema.safeParse(value);
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
