import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { EdgeWords } from "../../document/to-flow.ts";

/** What an edge of a drawing is called for a screen reader. */
export function useEdgeName(): (edge: EdgeWords) => string {
  const { t } = useTranslation("canvas");
  return useCallback(
    ({ from, exit, to }) =>
      exit === undefined ? t("edge.name", { from, to }) : t("edge.nameWithPort", { from, port: exit, to }),
    [t],
  );
}
