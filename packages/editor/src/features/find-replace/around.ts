import type { Found } from "../../document/find-replace.ts";

/** Characters shown before the first match, and at most. */
const lead = 40;
const most = 240;

/** The part of a long text around its first match, with the matches in it. */
export function aroundFirst({
  text,
  ranges,
}: Pick<Found, "text" | "ranges">): Pick<Found, "text" | "ranges"> {
  if (text.length <= most) return { text, ranges };
  const first = ranges[0]?.[0] ?? 0;
  const from = Math.max(0, first - lead);
  const to = Math.min(text.length, from + most);
  return {
    text: text.slice(from, to),
    ranges: ranges.flatMap(([start, end]) =>
      start < to ? [[start - from, Math.min(end, to) - from] as const] : [],
    ),
  };
}
