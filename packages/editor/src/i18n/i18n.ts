import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { chosenLanguage, type Language, languages, preferredLanguage, rememberLanguage } from "./language.ts";

type Part = "shell" | "canvas";
type Load = () => Promise<{ readonly catalogue: Record<string, Record<string, unknown>> }>;

const catalogues: Readonly<Record<Language, Readonly<Record<Part, Load>>>> = {
  en: { shell: () => import("./catalogue-en.ts"), canvas: () => import("./catalogue-en-canvas.ts") },
  fr: { shell: () => import("./catalogue-fr.ts"), canvas: () => import("./catalogue-fr-canvas.ts") },
};

/** The parts that this visit has needed so far. */
const parts = new Set<Part>(["shell"]);

async function load(language: Language, part: Part): Promise<void> {
  const { catalogue } = await catalogues[language][part]();
  for (const [path, texts] of Object.entries(catalogue)) {
    const namespace = path.slice(path.lastIndexOf("/") + 1, -".json".length);
    i18next.addResourceBundle(language, namespace, texts, true, true);
  }
}

/** To be awaited before a screen with a canvas is shown: its texts are no part of the first load. */
export async function loadCanvasTexts(): Promise<void> {
  parts.add("canvas");
  const language = languages.find((known) => known === i18next.language);
  if (language !== undefined) await load(language, "canvas");
}

/**
 * Starts i18next in the reader's language, its texts in hand: nothing suspends or flickers afterwards.
 * There is no fallback language: a test proves that both catalogues hold the same keys.
 */
export async function startI18n(language: Language = preferredLanguage()): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      defaultNS: "shell",
      resources: {},
      returnNull: false,
      interpolation: { escapeValue: false }, // React escapes
      react: { useSuspense: false, bindI18nStore: "added" },
    });
  }
  await show(language);
}

/** Switches the language without reloading, and keeps the choice. */
export async function changeLanguage(language: Language): Promise<void> {
  rememberLanguage(language);
  await show(language);
}

/** The instance's language, for a reader who has chosen none; it is not kept as their choice. */
export async function suggestLanguage(language: Language): Promise<void> {
  if (chosenLanguage() === undefined && i18next.language !== language) await show(language);
}

async function show(language: Language): Promise<void> {
  await Promise.all([...parts].map((part) => load(language, part)));
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
