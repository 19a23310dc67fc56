import { type Language, languages } from "@sluice/workflow/node-contract";
import { useTranslation } from "react-i18next";

/** The language that is shown, for the texts that node types bring along. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return languages.find((language) => i18n.language.startsWith(language)) ?? languages[0];
}
