import type { FileChange } from "@sluice/api/schemas";
import { sameMeaning, type WorkflowDocument } from "@sluice/workflow/document";

interface Filed {
  readonly document: WorkflowDocument;
  readonly folder: string;
  readonly tags: readonly string[];
}

const parts = ["name", "description", "mode", "trigger", "edges", "settings", "layout"] as const;

/** What is different in `after`, part by part and node by node; nothing when both mean and show the same. */
export function changesBetween(before: Filed, after: Filed): FileChange[] {
  const changed = (what: FileChange["what"]): FileChange => ({ kind: "changed", what, node: null });
  return [
    ...parts.filter((part) => !sameMeaning(before.document[part], after.document[part], [part])).map(changed),
    ...nodeChanges(before.document, after.document),
    ...(before.folder === after.folder ? [] : [changed("folder")]),
    ...(sameMeaning([...before.tags].sort(), [...after.tags].sort()) ? [] : [changed("tags")]),
  ];
}

function nodeChanges({ nodes: before }: WorkflowDocument, { nodes: after }: WorkflowDocument): FileChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((node): FileChange[] => {
    const [had, has] = [Object.hasOwn(before, node), Object.hasOwn(after, node)];
    if (had && has && sameMeaning(before[node], after[node], ["nodes", node])) return [];
    return [{ kind: had && has ? "changed" : has ? "added" : "removed", what: "node", node }];
  });
}
