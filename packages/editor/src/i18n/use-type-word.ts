import i18next from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

/** What a type of JSON, or a list of one, is called in the reader's language; a name that is none (`not empty`) as it stands. */
export function useTypeWord(): (type: string) => string {
  const { t } = useTranslation("ui");
  return useCallback(
    (type) => {
      const word = (one: string) => (i18next.exists(`ui:type.${one}`) ? t(`type.${one as "any"}`) : one);
      const listed = /^list of (\w+)$/.exec(type)?.[1];
      return listed === undefined ? word(type) : t("listOf", { type: word(listed) });
    },
    [t],
  );
}
