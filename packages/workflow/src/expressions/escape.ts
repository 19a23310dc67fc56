import { Refusal } from "./expression-error.ts";
import { toText } from "./leave.ts";
import { RawText } from "./raw-text.ts";
import type { Run } from "./run.ts";

/** How a value is written into the text around it. */
export type Insert = (value: unknown, run: Run) => string;

const entities = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** For HTML text and quoted attributes; `raw()` opts out. Not for scripts, styles or unquoted attributes. */
export const insertIntoHtml: Insert = (value, run) => {
  const text = toText(value, run);
  if (value instanceof RawText) return text;
  return text.replace(/[&<>"']/g, (character) => entities.get(character) ?? character);
};

/** For a URL's path, query or fragment: percent-encoded, so that a value never ends its part of the URL. */
export const insertIntoUrl: Insert = (value, run) => encodeURIComponent(toText(value, run).toWellFormed());

/**
 * For a URL's path. `.` and `..` need no encoding and would still lead to another path, encoded or not
 * (WHATWG URL, double-dot segment), so they are refused.
 */
export const insertIntoPath: Insert = (value, run) => {
  const text = insertIntoUrl(value, run);
  if (/^\.{1,2}$/.test(text)) throw new Refusal("dot-segment", { value: text });
  return text;
};

/** Whether a part of the path ends where this text follows a value, `isLast`: with no other value behind it. */
export function endsSegment(text: string, { isLast }: { readonly isLast: boolean }): boolean {
  return /^[\t\n\r]*[/\\?#]/.test(text) || (isLast && text.trim() === "");
}

/**
 * Whether the last part of a path holds nothing. `DELETE /items/` instead of `/items/17` is the whole list: a value that is
 * missing, null or empty is refused where it is all that stands between two slashes, as `..` is.
 */
export function isEmptySegment(path: string): boolean {
  return /[/\\][\t\n\r]*$/.test(path);
}

/** Stands in a URL where a part of its path is empty that may be known later. No inserted value holds a brace. */
export const missingPart = "{empty}";

/**
 * Up to and including the host: `https://example.com/`, or a path on the same host: `/`. An empty host is none: what
 * follows `https:///` becomes the host (WHATWG URL, special authority ignore slashes).
 */
const wholeHost = /^\s*(?:[a-z][a-z0-9+.-]*:\/\/[^/?#\\{}\s]+[/?#]|[/?#](?![/\\]))/i;
/** What every reader of URLs drops wherever it stands, so that `/`, a tab and `/` are two slashes. */
const dropped = /[\t\n\r]/g;

/** Whether a URL's host stands in this first part of it, so that nothing behind can change it. */
export function fixesHost(text: string): boolean {
  return wholeHost.test(text.replace(dropped, ""));
}
