import { z } from "zod";

const positionSchema = z.tuple([z.number(), z.string()]);

/** Where a list ordered by (number, text) goes on. */
function encodeCursor(position: readonly [number, string]): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/** A page of a list, of rows in its order of which one more than `limit` was asked for. `position`: where a row stands in it. */
export function pageOf<Row>(
  rows: readonly Row[],
  { limit, position }: { limit: number; position: (row: Row) => readonly [number, string] },
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(position(last)) : null };
}

/** Throws `InvalidCursorError` for anything that no page gave. */
export function decodeCursor(cursor: string): [number, string] {
  try {
    return positionSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (cause) {
    throw new InvalidCursorError(cause);
  }
}

/** The cursor of a list is not one that a list gave. */
export class InvalidCursorError extends Error {
  override readonly name = "InvalidCursorError";

  constructor(cause?: unknown) {
    super("the cursor is not one that this list gave", { cause });
  }
}
