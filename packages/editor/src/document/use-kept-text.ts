import { useOpenDocument, useOpenDocumentStore } from "./open-document-context.ts";
import { unfinishedAt } from "./unfinished.ts";

/** What was typed at a place of the open document and refused, kept beside the document. */
export function useKeptText(at: readonly (string | number)[]): {
  readonly text: string | null;
  readonly keep: (text: string | null) => void;
} {
  const store = useOpenDocumentStore();
  const text = useOpenDocument((state) => unfinishedAt(state.unfinished, at))?.text ?? null;
  return { text, keep: (next) => store.keepUnfinished(at, next) };
}
