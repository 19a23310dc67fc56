import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { z } from "zod";
import { type Violation, violationsOf } from "../../api/violations.ts";

/** A request to a trigger URL, as the person has it in front of them. */
export interface TestRequest {
  /** Path and query on this origin. */
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
  readonly user: { readonly username: string; readonly password: string } | null;
}

/** What came back. */
export interface TestAnswer {
  /** 0: a redirect, whose status the browser does not tell. */
  readonly status: number;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
  /** Milliseconds until the whole answer was there. */
  readonly milliseconds: number;
  readonly deliveryId: string | null;
  readonly executionId: string | null;
  /** The problem document of a refusal (RFC 9457). */
  readonly problem: {
    readonly code: string;
    readonly title: string;
    readonly detail: string;
    /** Values that are missing or of the wrong type (`contract-violation`). */
    readonly violations: readonly Violation[];
    /** Where the body goes wrong (`malformed-json`), from 1. */
    readonly at: { readonly line: number; readonly column: number } | null;
  } | null;
}

const forbidden: ReadonlySet<string> = new Set([
  "accept-charset",
  "accept-encoding",
  "access-control-request-headers",
  "access-control-request-method",
  "connection",
  "content-length",
  "cookie",
  "cookie2",
  "date",
  "dnt",
  "expect",
  "host",
  "keep-alive",
  "origin",
  "referer",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

/** Whether a browser keeps a header to itself (Fetch standard, forbidden request-header). */
export function isForbiddenHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return forbidden.has(lower) || lower.startsWith("proxy-") || lower.startsWith("sec-");
}

/** The path and query of a trigger URL: it is called on the origin of this page, wherever the public URL points. */
export function onThisOrigin(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** Basic credentials in UTF-8 (RFC 7617, 2.1). */
export function basicCredentials({ username, password }: { username: string; password: string }): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/**
 * Posts as a stranger would: without the session's cookie. Throws what `fetch` throws when the server cannot be
 * reached, and a TypeError for a header that is none.
 */
export async function sendTest(request: TestRequest, fetcher: typeof fetch = fetch): Promise<TestAnswer> {
  const headers = new Headers();
  for (const { name, value } of request.headers) if (!isForbiddenHeader(name)) headers.append(name, value);
  if (request.user) headers.set("authorization", basicCredentials(request.user));
  const begun = performance.now();
  const response = await fetcher(request.url, {
    method: "POST",
    headers,
    ...(request.body === "" ? {} : { body: request.body }),
    credentials: "omit",
    redirect: "manual",
    cache: "no-store",
  });
  const body = await response.text();
  const milliseconds = performance.now() - begun;
  const problem = problemIn(response, body);
  return {
    status: response.status,
    headers: [...response.headers].map(([name, value]) => ({ name, value })),
    body,
    milliseconds,
    deliveryId: response.headers.get("sluice-delivery-id") ?? textIn(problem, "deliveryId"),
    executionId: response.headers.get("sluice-execution-id") ?? textIn(problem, "executionId"),
    problem:
      problem === null
        ? null
        : {
            code: textIn(problem, "code") ?? "unexpected",
            title: textIn(problem, "title") ?? "",
            detail: textIn(problem, "detail") ?? "",
            violations: violationsOf(problem),
            at: placeSchema.safeParse(problem).data ?? null,
          },
  };
}

const placeSchema = z.object({ line: z.int(), column: z.int() });

function problemIn(response: Response, body: string): JsonObject | null {
  if (!response.headers.get("content-type")?.startsWith("application/problem+json")) return null;
  try {
    const value: Json = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function textIn(problem: JsonObject | null, field: string): string | null {
  const value = problem?.[field];
  return typeof value === "string" ? value : null;
}
