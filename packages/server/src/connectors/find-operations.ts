import type { FoundOperation } from "@sluice/api/schemas";

/** Those that hold all words, in any order and case, whatever their accents; as many as asked for. */
export function findOperations(
  all: readonly FoundOperation[],
  { q = "", limit = 2000 }: { readonly q?: string | undefined; readonly limit?: number | undefined },
): FoundOperation[] {
  const wanted = folded(q).split(/\s+/).filter(Boolean);
  const found = all.filter(({ connectorName, summary, method, path, id, tag }) => {
    const text = folded(`${connectorName} ${summary} ${method} ${path} ${id} ${tag ?? ""}`);
    return wanted.every((word) => text.includes(word));
  });
  return found.slice(0, limit);
}

function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
