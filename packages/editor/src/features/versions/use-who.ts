import { useTranslation } from "react-i18next";

/** Who did something, as a person is called by; a program by its token. */
export function useWho(): (by: string) => string {
  const { t } = useTranslation("changes");
  return (by) => (by.startsWith("tok_") ? t("byToken", { id: by }) : t("by", { name: by }));
}
