import { z } from "zod";

const positionSchema = z.tuple([z.number(), z.string()]);

/** Where a list ordered by (number, text) goes on. */
export function encodeCursor(position: readonly [number, string]): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/** Throws `InvalidCursorError` for anything that `encodeCursor` did not make. */
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
