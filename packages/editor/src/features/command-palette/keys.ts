/** What of a key press decides which keys it is. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/**
 * Whether a press is these keys (`Mod+Shift+z`). For signs and digits Shift does not count: where they stand on the
 * keyboard is a matter of its layout (`?` and, in France, `0` need Shift).
 */
export function matchesKeys(press: KeyPress, keys: string): boolean {
  const parts = partsOf(keys);
  const wanted = parts.at(-1) ?? "";
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (key !== wanted) return false;
  if ((press.ctrlKey || press.metaKey) !== parts.includes("Mod") || press.altKey) return false;
  const isSign = wanted.length === 1 && !/\p{L}/u.test(wanted);
  return isSign || press.shiftKey === parts.includes("Shift");
}

/** The keys of a combination; `+` at its end is a key too. */
export function partsOf(keys: string): readonly string[] {
  return keys.split(/\+(?!$)/);
}

/** Whether keys are one sign alone, which speech input may type by mistake (WCAG 2.1.4): they can be switched off. */
export function isSingleSign(keys: string): boolean {
  return keys.length === 1;
}

/** Whether the reader's keyboard has ⌘ where others have Ctrl. */
export function isMac(): boolean {
  return typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
}

/** What ARIA calls keys, for `aria-keyshortcuts`. */
export function ariaKeys(all: readonly string[], mac: boolean): string {
  return all.map((keys) => keys.replace("Mod", mac ? "Meta" : "Control")).join(" ");
}
