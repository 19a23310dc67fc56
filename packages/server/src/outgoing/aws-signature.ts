import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import type { AwsKey } from "@sluice/workflow/node-contract";
import type { Header } from "./request-headers.ts";

/** A request as it is about to leave. */
export interface Signable {
  readonly method: string;
  readonly url: URL;
  readonly headers: readonly Header[];
  readonly body?: string | Uint8Array;
}

/** Node.js's own, in the form that the library takes. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(key));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    throw new Error("a hash is made anew for each text");
  }
}

/**
 * A request signed by AWS Signature Version 4: method, path, query, headers and body. Path and query go out spelled as
 * the signature spells them (RFC 3986, everything but unreserved characters encoded), so that both sides read the same.
 * For S3 a path is encoded once, for all others once more.
 */
export async function signForAws(
  { method, url, headers, body }: Signable,
  { accessKeyId, secretAccessKey, sessionToken, region, service }: AwsKey,
  at: Date,
): Promise<{ url: URL; headers: Header[] }> {
  // Loaded where it is used: few servers have such a key.
  const { SignatureV4 } = await import("@smithy/signature-v4");
  const spelled = strictUrl(url);
  const signer = new SignatureV4({
    ...{ region, service, sha256: Sha256, uriEscapePath: !/^s3/.test(service), applyChecksum: true },
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === "" ? {} : { sessionToken }) },
  });
  const signed = await signer.sign(
    {
      ...{ method, protocol: url.protocol, hostname: url.hostname, path: spelled.pathname },
      query: queryOf(spelled),
      headers: { ...together(headers), host: url.host },
      ...(body === undefined ? {} : { body }),
    },
    { signingDate: at },
  );
  const lines = Object.entries(signed.headers).filter(([name]) => name !== "host");
  return { url: spelled, headers: lines.map(([name, value]) => ({ name, value })) };
}

/** The same address with every character spelled as the signature spells it. */
function strictUrl(url: URL): URL {
  const strict = new URL(url);
  strict.pathname = url.pathname
    .split("/")
    .map((segment) => encode(decode(segment)))
    .join("/");
  strict.search = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
  return strict;
}

function queryOf({ searchParams }: URL): Record<string, string[]> {
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]),
  );
}

/** Headers of one name are one line: what is signed is their values in a row. */
function together(headers: readonly Header[]): Record<string, string> {
  const lines = new Map<string, string>();
  for (const { name, value } of headers) {
    const before = lines.get(name.toLowerCase());
    lines.set(name.toLowerCase(), before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(lines);
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === "string") return Buffer.from(data, "utf8");
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
