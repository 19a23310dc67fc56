import {
  type OutgoingRequest,
  type Parameter,
  type RunContext,
  sentParameters,
} from "@sluice/workflow/node-contract";
import type { z } from "zod";
import { type Content, fileContent, multipartContent } from "./content.ts";
import type { http } from "./definition.ts";

export type HttpConfig = z.infer<typeof http.config>;

interface Pair {
  readonly name: string;
  readonly value: string;
}

/** Methods that change nothing (RFC 9110, 9.2.1): sent twice, they do no harm. */
const safe: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** What goes out, except for the credential. Throws `invalid-file` and `body-too-large`. */
export async function requestOf(
  config: HttpConfig,
  context: Pick<RunContext, "idempotencyKey" | "file">,
): Promise<OutgoingRequest> {
  const content = await contentOf(config, context);
  const headers: Pair[] = [...config.headers];
  const add = (name: string, value: string) => {
    if (!headers.some((header) => header.name.toLowerCase() === name)) headers.push({ name, value });
  };
  if (content) add("content-type", content.type);
  if (config.idempotencyKey && !safe.has(config.method)) add("idempotency-key", context.idempotencyKey);
  return {
    method: config.method,
    url: withQuery(config.url.trim(), config.query),
    headers,
    ...(content ? { body: content.body } : {}),
    timeoutMs: config.timeoutSeconds * 1000,
    maxBytes: config.maxBytes,
    redirects: config.redirects,
    ...(config.perSecond === undefined ? {} : { perSecond: config.perSecond }),
  };
}

async function contentOf(
  { bodyKind, body, form }: HttpConfig,
  context: Pick<RunContext, "file">,
): Promise<Content | undefined> {
  switch (bodyKind) {
    case "none":
      return undefined;
    case "json":
      return { type: "application/json", body: JSON.stringify(body ?? {}) };
    case "text":
      return {
        type: "text/plain; charset=utf-8",
        body: typeof body === "string" ? body : JSON.stringify(body ?? ""),
      };
    case "form":
      return { type: "application/x-www-form-urlencoded", body: encoded(form) };
    case "multipart":
      return multipartContent(body, context);
    case "file":
      return fileContent(body, context);
  }
}

/** The parameters behind those that stand in the URL already, which stay as they were written. */
function withQuery(url: string, query: readonly Parameter[]): string {
  const sent = encoded(query);
  if (sent === "") return url;
  const [before = "", fragment] = url.split("#", 2);
  const joint = !before.includes("?") ? "?" : /[?&]$/.test(before) ? "" : "&";
  return `${before}${joint}${sent}${fragment === undefined ? "" : `#${fragment}`}`;
}

function encoded(given: readonly Parameter[]): string {
  const parameters = new URLSearchParams();
  for (const { name, value } of sentParameters(given))
    parameters.append(name.toWellFormed(), value.toWellFormed());
  return parameters.toString();
}
