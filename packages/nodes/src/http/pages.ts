import type { ResponseHeaders } from "@sluice/workflow/node-contract";
import { type Json, NodeError, type OutgoingRequest } from "@sluice/workflow/node-contract";
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

/**
 * Page after page, one after another, until there is no next one. The body is the list of all items; the rest is the last
 * page's. Throws `page-without-items`, `next-page-elsewhere` for a next link to another origin (it would get the headers, and
 * whatever they hold), and `too-many-items`.
 */
export async function allPages(
  first: OutgoingRequest,
  config: HttpConfig,
  exchange: (request: OutgoingRequest) => Promise<Exchanged>,
) {
  const items: Json[] = [];
  let request = first;
  for (let count = 1; ; count += 1) {
    const exchanged = await exchange(request);
    const found = itemsIn(exchanged.body, config.itemsPath);
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

function itemsIn(body: Json, path: string): Json[] {
  const { value } = path === "" ? { value: body } : readPath(path, body);
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  const where = path === "" ? "the body of the page" : `what stands at ${path}`;
  throw new NodeError({ code: "page-without-items", message: `${where} is no list` });
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
