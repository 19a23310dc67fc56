import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { type CurlRequest, parseJsonText } from "@sluice/workflow/variables";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const longestSeconds = 300;

/** The config of an `http` node that makes this request; its credential is chosen apart. What was pasted is no template. */
export function httpConfigOf(request: CurlRequest, before: JsonObject): JsonObject {
  const { method, url, query, timeoutSeconds, followsRedirects } = request;
  const { host, failOn, maxBytes, response, perSecond, idempotencyKey } = before;
  const kept = Object.fromEntries(
    Object.entries({ host, failOn, maxBytes, response, perSecond, idempotencyKey }).filter(
      (entry): entry is [string, Json] => entry[1] !== undefined,
    ),
  );
  const { content, headers } = contentOf(request);
  return {
    ...kept,
    method: methods.includes(method) ? method : "GET",
    url: literal(url),
    ...(query.length > 0 ? { query: query.map(pairOf) } : {}),
    ...(headers.length > 0 ? { headers: headers.map(pairOf) } : {}),
    ...content,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds: Math.min(timeoutSeconds, longestSeconds) }),
    ...(followsRedirects ? {} : { redirects: 0 }),
  };
}

function contentOf(request: CurlRequest): { content: JsonObject; headers: CurlRequest["headers"] } {
  const { body, bodyIsForm, form, headers } = request;
  const type = headers.find(({ name }) => /^content-type$/i.test(name))?.value ?? "";
  const others = headers.filter(({ name }) => !/^content-type$/i.test(name));
  if (form !== undefined) {
    const members = form.map(({ name, value }) => [name, value === null ? null : literal(value)]);
    return { content: { bodyKind: "multipart", body: Object.fromEntries(members) }, headers: others };
  }
  if (body === undefined) return { content: {}, headers };
  const json = parseJsonText(body);
  if (json.ok && typeof json.value === "object" && (bodyIsForm || /json/i.test(type))) {
    const plain = /^application\/json\s*(;|$)/i.test(type) || type === "";
    return {
      content: { bodyKind: "json", body: literalTree(json.value) },
      headers: plain ? others : headers,
    };
  }
  if (bodyIsForm) {
    const form = [...new URLSearchParams(body)].map(([name, value]) => pairOf({ name, value }));
    return { content: { bodyKind: "form", form }, headers: others };
  }
  return { content: { bodyKind: "text", body: literal(body) }, headers };
}

function pairOf({ name, value }: { readonly name: string; readonly value: string }): JsonObject {
  return { name: literal(name), value: literal(value) };
}

/** `{{{{` writes a `{{`. */
function literal(text: string): string {
  return text.replaceAll("{{", "{{{{");
}

function literalTree(value: Json): Json {
  if (typeof value === "string") return literal(value);
  if (Array.isArray(value)) return value.map(literalTree);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, literalTree(inside)]));
}
