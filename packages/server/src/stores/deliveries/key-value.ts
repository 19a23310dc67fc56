/** Of a value that deliveries are found by, in UTF-16 units: its beginning tells it from others well enough. */
const longestValue = 200;

/** A value as it is indexed and as it is looked for: the same on both sides, or nothing would be found. */
export function keyValue(text: string): string {
  // No half of a pair at the cut: databases have no letter for it.
  return text.trim().toLowerCase().slice(0, longestValue).toWellFormed();
}
