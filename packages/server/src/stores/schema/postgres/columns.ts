// biome-ignore-all lint/suspicious/noControlCharactersInRegex: escaping control characters is what this does
import { bigint, customType, pgSchema } from "drizzle-orm/pg-core";

/** Everything of ours stands in a schema of its own, so that the database may be shared and `public` may be closed. */
export const sluice = pgSchema("sluice");

/** Ordinary in JavaScript and in SQLite, refused or replaced by PostgreSQL: NUL and halves of surrogate pairs. */
const needsEscape = /[\0\u001a\ud800-\udfff]/;
/** A half alone, NUL, or the escape character itself; whole pairs are passed over. */
const escaped = /[\ud800-\udbff][\udc00-\udfff]|[\0\u001a\ud800-\udfff]/g;
const escapeMark = "\u001a";

/**
 * Any JavaScript text as one that PostgreSQL takes: NUL and lone surrogates become U+001A and four hexadecimal digits, and
 * so does U+001A itself. Everything else stays as it is, so that SQL reads and searches it plainly.
 */
export function escapeText(text: string): string {
  if (!needsEscape.test(text)) return text;
  return text.replace(escaped, (found) =>
    found.length === 2 ? found : `${escapeMark}${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What `escapeText` was given. */
export function unescapeText(text: string): string {
  if (!text.includes(escapeMark)) return text;
  return text.replace(/\u001a([0-9a-f]{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Any text. Compared byte by byte as in SQLite, whatever language the database was made for. */
export const words = customType<{ data: string; driverData: string }>({
  dataType: () => 'text COLLATE "C"',
  toDriver: escapeText,
  fromDriver: unescapeText,
});

/** JSON text: it escapes by itself what PostgreSQL would refuse. Never `jsonb`, which changes numbers and keys. */
export const jsonText = customType<{ data: string; driverData: string }>({ dataType: () => "text" });

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** A whole number up to 2^53: a count, or milliseconds since 1970 in UTC. */
export const whole = (name: string) => bigint(name, { mode: "number" });
