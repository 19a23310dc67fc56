/** Longest line of a summary, in characters: what a card of usual width shows in two lines. */
const longest = 80;

/** One line of at most 80 characters, cut at a whole character. */
export function shorten(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, " ").trim());
  return characters.length <= longest ? characters.join("") : `${characters.slice(0, longest - 1).join("")}…`;
}
