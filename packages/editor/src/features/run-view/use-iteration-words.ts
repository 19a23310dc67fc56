import type { Step } from "@sluice/api/schemas";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";

/** How the iterations of a container stand, in a few words: "3 of 10", "10 iterations, 2 failed". */
export function useIterationWords(): (iterations: NonNullable<Step["iterations"]>) => string {
  const { t } = useTranslation("runs");
  const format = useFormat();
  return useCallback(
    ({ total, started, succeeded, failed }) => {
      const done = succeeded + failed;
      const much =
        total !== null && done < total
          ? t("iterations.progress", { done: format.number(done), total: format.number(total) })
          : t("iterations.count", { count: total ?? started });
      return failed === 0 ? much : `${much}, ${t("iterations.failed", { count: failed })}`;
    },
    [t, format],
  );
}
