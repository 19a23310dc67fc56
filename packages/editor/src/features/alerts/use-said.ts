import { useTranslation } from "react-i18next";

/** The sentence of the server that is of the language which is shown. */
export function useSaid(): (said: { readonly en: string; readonly fr: string }) => string {
  const { i18n } = useTranslation();
  return (said) => (i18n.language === "fr" ? said.fr : said.en);
}
