import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { JsonView } from "../../ui/json-view.tsx";
import { TextBlock } from "../../ui/text-block.tsx";

/** The body of an answer: as a tree where it is JSON, else as it came. */
export function AnswerBody({ body }: { body: string }): ReactNode {
  const { t } = useTranslation("test");
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null)
      return <JsonView value={value} label={t("answerBody")} />;
  } catch {
    // Not JSON: shown as it came.
  }
  return <TextBlock text={body} label={t("answerBody")} />;
}
