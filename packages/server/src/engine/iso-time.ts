let lastAt = Number.NaN;
let lastText = "";

/**
 * Milliseconds since 1970 as RFC 3339 in UTC. The last one is kept: a step begins in the same millisecond as its execution
 * and as its neighbours, and making the text takes longer than most expressions.
 */
export function isoTime(at: number): string {
  if (at !== lastAt) {
    lastText = new Date(at).toISOString();
    lastAt = at;
  }
  return lastText;
}
