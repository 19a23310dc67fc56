import { setTimeout } from "node:timers/promises";
import type { ResponseHeaders } from "@sluice/workflow/node-contract";
import { type Json, NodeError, type OutgoingRequest, type RunContext } from "@sluice/workflow/node-contract";
import { readPath } from "@sluice/workflow/variables";
import type { HttpConfig } from "./request.ts";

/** One exchange as a step gives it out. */
export type Exchanged = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Json;
  readonly url: string;
};

/** Items of all pages together; a step gives out no more than that. */
const mostItems = 100_000;
/** A server that says "now" is not asked at once: the least that is waited, in milliseconds. */
const leastWaitMs = 500;

interface Given extends Pick<RunContext, "signal"> {
  /** One exchange. Rejects with a `NodeError` for a status that fails. */
  exchange(request: OutgoingRequest): Promise<Exchanged>;
}

/**
 * Page after page, one after another, until there is no next one. The body is the list of all items; the rest is the last
 * page's. Throws `page-without-items`, `next-page-elsewhere` for a next link to another origin (it would get the headers, and
 * whatever they hold), and `too-many-items`.
 */
export async function allPages(first: OutgoingRequest, config: HttpConfig, { exchange, signal }: Given) {
  const items: Json[] = [];
  let request = first;
  for (let count = 1; ; count += 1) {
    const exchanged = await (count === 1 ? exchange(request) : patient(request, { exchange, signal }));
    const found = itemsIn(exchanged.body, config.itemsPath, count);
    items.push(...found);
    if (items.length > mostItems) {
      throw new NodeError({
        code: "too-many-items",
        message: `there are more than ${mostItems} items; ask for fewer pages`,
      });
    }
    const next = nextOf({ request, exchanged, found: found.length, count }, config);
    if (next === undefined || next === request.url || count === config.maxPages) {
      const more = next !== undefined && next !== request.url;
      return { ...exchanged, body: items, pages: { count, more } };
    }
    request = { ...request, url: next };
  }
}

/**
 * Another try of the step begins with the first page, so a later page that the server puts off (`Retry-After` of a 429 or 503) is
 * waited for here, for as long as the time limit of a page allows. What fails otherwise, or for longer, is the step's failure.
 */
async function patient(request: OutgoingRequest, { exchange, signal }: Given): Promise<Exchanged> {
  const until = performance.now() + request.timeoutMs;
  for (;;) {
    try {
      return await exchange(request);
    } catch (thrown) {
      const passes = thrown instanceof NodeError && (thrown.kind === "429" || thrown.kind === "5xx");
      const asked = passes ? thrown.retryAfterMs : undefined;
      const waitMs = Math.max(leastWaitMs, asked ?? 0);
      if (asked === undefined || performance.now() + waitMs > until) throw thrown;
      await setTimeout(waitMs, undefined, { signal }).catch(() => {
        throw thrown;
      });
    }
  }
}

/** The list of a page. Null, as some servers write an empty one, is none; one that is not there is not: the path is wrong. */
function itemsIn(body: Json, path: string, page: number): Json[] {
  const { value } = path === "" ? { value: body } : readPath(path, body);
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  const where = path === "" ? "the body" : `what stands at ${path}`;
  const said = value === undefined ? `there is nothing at ${path}` : `${where} is no list`;
  throw new NodeError({ code: "page-without-items", message: `${said} (page ${page})` });
}

/** The URL of the next page; undefined: this was the last. */
function nextOf(
  page: {
    readonly request: OutgoingRequest;
    readonly exchanged: Exchanged;
    readonly found: number;
    readonly count: number;
  },
  { pages, nextPath, pageParameter }: HttpConfig,
): string | undefined {
  const { request, exchanged, found } = page;
  const said = nextPath === "" ? undefined : readPath(nextPath, exchanged.body).value;
  const text = typeof said === "string" || typeof said === "number" ? String(said) : "";
  switch (pages) {
    case "one":
      return undefined;
    case "link": {
      const link = nextPath === "" ? nextLink(exchanged.headers) : text;
      return link ? onSameOrigin(link, exchanged.url, request.url) : undefined;
    }
    case "cursor":
      return text === "" ? undefined : withParameter(request.url, pageParameter, text);
    case "number":
    case "offset": {
      const [first, step] = pages === "number" ? ["1", 1] : ["0", found];
      const now = Number(new URL(request.url).searchParams.get(pageParameter) ?? first);
      return found === 0 || !Number.isSafeInteger(now)
        ? undefined
        : withParameter(request.url, pageParameter, String(now + step));
    }
  }
}

function withParameter(url: string, name: string, value: string): string {
  const next = new URL(url);
  next.searchParams.set(name, value);
  return next.href;
}

function onSameOrigin(link: string, base: string, asked: string): string {
  const next = URL.canParse(link, base) ? new URL(link, base) : undefined;
  if (next === undefined || next.origin !== new URL(asked).origin) {
    throw new NodeError({
      code: "next-page-elsewhere",
      message:
        "the next page is on another host than the first; it is not asked, since it would get the same headers",
    });
  }
  return next.href;
}

/** `Link: <https://…?page=2>; rel="next"` (RFC 8288); several links stand in one header, separated by commas. */
function nextLink(headers: ResponseHeaders): string | undefined {
  for (const [, target, parameters = ""] of (headers.link ?? "").matchAll(
    /<([^>]*)>((?:\s*;\s*[^;,"]+(?:"[^"]*")?)*)/g,
  )) {
    if (/;\s*rel\s*=\s*"?(?:[^";]*\s)?next(?:\s[^";]*)?"?\s*(?:;|$)/i.test(parameters)) return target;
  }
  return undefined;
}
