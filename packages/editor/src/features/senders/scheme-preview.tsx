import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import {
  type DraftScheme,
  headersPreview,
  type SchemeProblem,
  schemeProblems,
  signedPreview,
} from "../../document/signature-scheme.ts";
import { objectOf } from "../../document/trigger-config.ts";
import classes from "./senders.module.css";

/** Weaknesses that do not stop it from working. */
const weak: ReadonlySet<SchemeProblem> = new Set(["timestampNotSigned", "bodyNotSigned"]);

/** What is signed of the example request, and the headers that a sender adds: it follows each change. */
export function SchemePreview({ scheme, publicUrl }: { scheme: DraftScheme; publicUrl: string }) {
  const { t } = useTranslation("senders");
  const hookUrl = useOpenDocument((state) => state.workflow.hookUrl);
  const exampleBody = useOpenDocument((state) => {
    const { body } = objectOf(state.document.trigger.config.examples);
    return typeof body === "string" && body !== "" ? body : '{"id":1042}';
  });
  const pieces = signedPreview(scheme, { url: publicUrl || hookUrl, body: exampleBody });
  const problems = schemeProblems(scheme);
  const signature = t("scheme.signatureOf", {
    encoding: t(`scheme.encodings.${scheme.encoding}`),
    algorithm: t(`scheme.algorithms.${scheme.algorithm}`),
  });
  return (
    <figure className={classes.preview}>
      <figcaption>{t("scheme.preview")}</figcaption>
      <pre>
        {pieces.map(({ name, text, computed, wrong }, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text are their place in it
            key={index}
            {...(name === null ? {} : { title: t(`scheme.names.${name}`), className: classes.piece })}
            {...(wrong ? { className: classes.wrong } : {})}
          >
            {computed && name !== null ? t(`scheme.names.${name}`) : text}
          </span>
        ))}
      </pre>
      <p>{t("scheme.previewHeaders")}</p>
      <pre>
        {headersPreview(scheme, `<${signature}>`)
          .map(({ name, value }) => `${name}: ${value}`)
          .join("\n")}
      </pre>
      {problems.map((problem) => (
        <p key={problem} className={weak.has(problem) ? classes.warning : classes.problem}>
          {t(`scheme.problems.${problem}`)}
        </p>
      ))}
    </figure>
  );
}
