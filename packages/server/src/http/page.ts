const defaultLimit = 50;

/** How many items a page of a list holds. */
export function pageLimit(input: { limit?: number | undefined }): number {
  return input.limit ?? defaultLimit;
}

/** A page of a list whose cursor is the id of the last item: `read` gets one item more than the page holds. */
export async function pageById<Item extends { id: string }>(
  input: { limit?: number | undefined; cursor?: string | undefined },
  read: (query: { limit: number; before: string | undefined }) => Promise<Item[]>,
): Promise<{ items: Item[]; nextCursor: string | null }> {
  const limit = pageLimit(input);
  const found = await read({ limit: limit + 1, before: input.cursor });
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}
