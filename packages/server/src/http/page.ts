import { isValid } from "ulid";
import { InvalidCursorError } from "../stores/paging/cursor.ts";

const defaultLimit = 50;

/** How many items a page of a list holds. */
export function pageLimit(input: { limit?: number | undefined }): number {
  return input.limit ?? defaultLimit;
}

/**
 * A page of a list whose cursor is the id of the last item (`prefix`, `_` and a ULID): `read` gets one item more than the
 * page holds. Throws `InvalidCursorError`.
 */
export async function pageById<Item extends { id: string }>(
  given: {
    prefix: "exe" | "dlv" | "apr" | "rpl" | "att" | "aud" | "msg" | "wh";
    limit?: number | undefined;
    cursor?: string | undefined;
  },
  read: (query: { limit: number; before: string | undefined }) => Promise<Item[]>,
): Promise<{ items: Item[]; nextCursor: string | null }> {
  const { prefix, cursor } = given;
  if (cursor !== undefined && !isIdOf(prefix, cursor)) throw new InvalidCursorError();
  const limit = pageLimit(given);
  const found = await read({ limit: limit + 1, before: cursor });
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function isIdOf(prefix: string, text: string): boolean {
  return text.startsWith(`${prefix}_`) && isValid(text.slice(prefix.length + 1));
}
