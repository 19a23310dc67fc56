import { useDeferredValue, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { DraftAnswer } from "../../document/trigger-config.ts";
import { HttpStatus } from "../../ui/http-status.tsx";
import { useExpressionContext } from "../expression-field/use-expression-context.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { previewAnswer } from "./answer-preview.ts";
import classes from "./trigger-panel.module.css";

/** The answer as the sender of the example would get it. */
export function AnswerPreviewBox({ answer }: { answer: DraftAnswer }) {
  const { t } = useTranslation("trigger");
  const language = useLanguage();
  const { scope } = useExpressionContext();
  const settled = useDeferredValue(answer);
  const preview = useMemo(() => previewAnswer(settled, scope, language), [settled, scope, language]);
  return (
    <figure className={classes.preview}>
      <figcaption>{t("answer.preview")}</figcaption>
      {preview.kind === "problem" ? (
        <p className={classes.problem} role="status">
          {t(`answer.problemIn.${preview.place}`)} {preview.message}
        </p>
      ) : (
        <div className={classes.http}>
          <div>
            HTTP <HttpStatus status={preview.status} />
          </div>
          {preview.headers.map(({ name, value }) => (
            <div key={`${name} ${value}`} className={classes.httpHeader}>
              <span>{name}:</span> {value}
            </div>
          ))}
          {preview.body !== "" && <pre>{pretty(preview.body.slice(0, 4000))}</pre>}
        </div>
      )}
    </figure>
  );
}

/** JSON over several lines; everything else as it is. */
function pretty(body: string): string {
  if (!/^[[{]/.test(body)) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
