import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { type Language, preferredLanguage, rememberLanguage } from "./language.ts";

const catalogues: Readonly<
  Record<Language, () => Promise<{ catalogue: Record<string, Record<string, unknown>> }>>
> = {
  en: () => import("./catalogue-en.ts"),
  fr: () => import("./catalogue-fr.ts"),
};

async function load(language: Language): Promise<void> {
  const { catalogue } = await catalogues[language]();
  for (const [path, texts] of Object.entries(catalogue)) {
    const namespace = path.slice(path.lastIndexOf("/") + 1, -".json".length);
    i18next.addResourceBundle(language, namespace, texts, true, true);
  }
}

/**
 * Starts i18next in the reader's language, all its texts in hand: nothing suspends or flickers afterwards.
 * There is no fallback language: a test proves that both catalogues hold the same keys.
 */
export async function startI18n(language: Language = preferredLanguage()): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      defaultNS: "common",
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

async function show(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
