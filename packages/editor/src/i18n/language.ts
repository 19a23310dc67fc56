/** The languages of the editor. The first one is shown when the browser asks for none of them. */
export const languages = ["en", "fr"] as const;
export type Language = (typeof languages)[number];

/** Names in the language itself, so that a reader who landed in the wrong one finds the way back. */
export const languageNames: Readonly<Record<Language, string>> = { en: "English", fr: "Français" };

const storageKey = "sluice-language";

function isLanguage(value: string | null): value is Language {
  return languages.some((language) => language === value);
}

/** What the reader chose here; undefined: nothing yet. */
export function chosenLanguage(): Language | undefined {
  try {
    const chosen = localStorage.getItem(storageKey);
    return isLanguage(chosen) ? chosen : undefined;
  } catch {
    // Storage may be forbidden: then nothing can have been kept.
    return undefined;
  }
}

/** What the reader chose here, else the first of the browser's languages that we have, else English. */
export function preferredLanguage(wanted: readonly string[] = navigator.languages): Language {
  const chosen = chosenLanguage();
  if (chosen !== undefined) return chosen;
  for (const tag of wanted) {
    const language = tag.toLowerCase().split("-")[0] ?? "";
    if (isLanguage(language)) return language;
  }
  return languages[0];
}

/** Keeps the choice for the next visit; silently not, where storage is forbidden. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // The choice then lasts as long as the page.
  }
}
