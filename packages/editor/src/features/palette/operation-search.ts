import type { FoundOperation } from "@sluice/api/schemas";
import { fold } from "../../i18n/fold.ts";

/** As many as somebody looks through; more words find fewer. */
const most = 40;

/** The operations that hold every word of `search`, connector by connector; none without a word. */
export function searchOperations(all: readonly FoundOperation[], search: string): readonly FoundOperation[] {
  const words = fold(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return all
    .filter(({ connectorName, summary, method, path, id, tag }) => {
      const text = fold(`${connectorName} ${summary} ${method} ${path} ${id} ${tag ?? ""}`);
      return words.every((word) => text.includes(word));
    })
    .slice(0, most);
}
