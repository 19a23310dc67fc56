import type { Finding } from "@sluice/workflow/check";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { isKeyPlace } from "../../document/unfinished.ts";

/** A finding of the editor alone: the document does not hold what is typed in the field. */
export const unfinishedCode = "unfinished-json";

/** An error for each field whose text cannot be taken yet; its sentence is in the reader's language. */
export function useUnfinished(): readonly Finding[] {
  const { t } = useTranslation("editor");
  const unfinished = useOpenDocument((state) => state.unfinished);
  return useMemo(
    () =>
      unfinished.map(({ at, text }) => ({
        code: unfinishedCode,
        severity: "error",
        at: [...at],
        message: t(isKeyPlace(at) ? "problems.refusedKey" : "problems.unfinished", { key: text }),
      })),
    [unfinished, t],
  );
}
