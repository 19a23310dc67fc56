import type { WorkflowDocument } from "@sluice/workflow/document";
import { openApiOf } from "../contract-docs/openapi.ts";
import { docsPage } from "../contract-docs/page.ts";
import { type DocsLanguage, docsLanguage, docsTexts } from "../contract-docs/texts.ts";
import { triggerDocs } from "../contract-docs/trigger-docs.ts";
import { PublicError } from "../errors.ts";
import type { Answer } from "./answer.ts";
import type { CompiledHook } from "./compile-hook.ts";

/** What may be shown of a trigger. Where its documentation is not public, there is nothing at its address: throws. */
export function insistOnDocs({ documented, isWebhook }: CompiledHook): WorkflowDocument {
  if (!documented || !isWebhook) throw new PublicError("hook-not-found");
  return documented;
}

/** The page that tells senders what a trigger takes. */
export function hookDocs(
  documented: WorkflowDocument,
  given: {
    readonly kind: "page" | "openapi";
    readonly version: number | null;
    readonly language: string | undefined;
    readonly query: string;
    /** The trigger URL. */
    readonly url: string;
  },
): Answer {
  const asked = new URLSearchParams(given.query).get("lang");
  const language: DocsLanguage = asked === "fr" || asked === "en" ? asked : docsLanguage(given.language);
  const docs = triggerDocs(documented, { url: given.url });
  const openApi = given.kind === "openapi";
  const body = openApi
    ? JSON.stringify(openApiOf(docs, { texts: docsTexts[language], version: String(given.version ?? 0) }))
    : docsPage(docs, language);
  return {
    status: 200,
    headers: [
      {
        name: "content-type",
        value: openApi ? "application/json; charset=utf-8" : "text/html; charset=utf-8",
      },
      { name: "content-language", value: language },
      { name: "vary", value: "accept-language" },
      { name: "cache-control", value: "no-cache" },
      // Its address holds the key.
      { name: "referrer-policy", value: "no-referrer" },
      { name: "x-robots-tag", value: "noindex" },
    ],
    body,
  };
}
