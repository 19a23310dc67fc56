import i18next from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

/** What a type of JSON is called in the reader's language; a name that is none (`not empty`) as it stands. */
export function useTypeWord(): (type: string) => string {
  const { t } = useTranslation("variables");
  return useCallback(
    (type) => (i18next.exists(`variables:type.${type}`) ? t(`type.${type}` as "type.any") : type),
    [t],
  );
}
