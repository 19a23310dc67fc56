import { useTranslation } from "react-i18next";
import { type Language, languages } from "./language.ts";

/** The language that is shown. */
export function useShownLanguage(): Language {
  const { i18n } = useTranslation();
  return languages.find((language) => i18n.language.startsWith(language)) ?? languages[0];
}
