import { maxCachedCharacters, maxCachedTexts } from "./limits.ts";

/**
 * Compiled things by their text, the least recently used dropped first. Bounded by number and by characters,
 * so that an editor that compiles on every key stroke does not grow for ever.
 */
export class TextCache<Compiled> {
  private readonly kept = new Map<string, Compiled>();
  private characters = 0;

  of(text: string, compile: (text: string) => Compiled): Compiled {
    const known = this.kept.get(text);
    if (known !== undefined) {
      // Moving to the end on every hit costs a delete and a set; only while the cache is over half full.
      if (this.kept.size > maxCachedTexts / 2) {
        this.kept.delete(text);
        this.kept.set(text, known);
      }
      return known;
    }
    const made = compile(text);
    if (text.length > maxCachedCharacters / 20) return made;
    this.kept.set(text, made);
    this.characters += text.length;
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= maxCachedTexts && this.characters <= maxCachedCharacters) break;
      this.kept.delete(oldest);
      this.characters -= oldest.length;
    }
    return made;
  }

  get size(): number {
    return this.kept.size;
  }
}
