import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { StepLabel } from "../../document/history.ts";

/** What a step of the history did, in words. */
export function useStepWords(): (label: StepLabel) => string {
  const { t } = useTranslation("editor");
  return useCallback((label: StepLabel) => t(`steps.${label.key}`, { ...label.values }), [t]);
}
