import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { isTriggerKind } from "../../document/trigger-kinds.ts";

/** What a trigger is called, by its type; an unknown type by itself. */
export function useTriggerName(): (type: string) => string {
  const { t } = useTranslation("canvas");
  return useCallback((type) => (isTriggerKind(type) ? t(`trigger.kind.${type}`) : type), [t]);
}
