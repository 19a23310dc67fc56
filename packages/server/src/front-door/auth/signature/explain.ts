import type { SignatureAuth } from "@sluice/workflow/document";
import { headersByName } from "../../../engine/request-scope.ts";
import { candidatesOf } from "./candidates.ts";
import { type PreparedScheme, prepareSignature } from "./prepare.ts";
import { signedBytes } from "./signed-bytes.ts";
import type { SignatureTrace } from "./trace.ts";
import { hmacOf, verifySignature } from "./verify.ts";

/** What is tried when a signature does not match, because it is what goes wrong most: what would have made it match. */
export const signatureHints = [
  "secret-has-white-space",
  "secret-is-base64",
  "secret-is-hex",
  "secret-is-text",
  "secret-without-prefix",
  "body-had-line-end",
  "body-had-no-line-end",
  "body-was-compact-json",
  "url-was-http",
  "url-was-https",
  "body-alone-is-signed",
] as const;
export type SignatureHint = (typeof signatureHints)[number];

export interface SignatureExplanation extends SignatureTrace {
  /** The bytes that must have been signed, up to `shownBytes` of them; null when it did not come that far. */
  readonly signed: {
    readonly text: string;
    readonly encoding: "utf8" | "base64";
    readonly bytes: number;
  } | null;
  /** What each secret would have given; null for one that cannot be used, and always for ed25519. */
  readonly expected: readonly (string | null)[];
  /** What came, as it was compared. */
  readonly given: readonly string[];
  /** Each of these alone would have made it match. */
  readonly hints: readonly SignatureHint[];
}

export interface ExplainGiven {
  readonly method: Pick<SignatureAuth, "preset" | "scheme" | "toleranceSeconds" | "publicUrl">;
  /** Plain texts, as the builder typed them. */
  readonly secrets: readonly string[];
  readonly request: {
    readonly headers: readonly { readonly name: string; readonly value: string }[];
    /** Path and query as received. */
    readonly url: string;
    readonly body: Uint8Array;
  };
  /** Scheme and host of this server as the outside knows it; undefined: nobody said. */
  readonly origin?: string | undefined;
  /** Milliseconds since 1970: when it was received, not when it is looked at. */
  readonly now: number;
}

const shownBytes = 4096;

/**
 * A signature check with everything a builder needs to see what went wrong. It shows what would have been the right
 * signature: never part of an answer to a sender.
 */
export function explainSignature(given: ExplainGiven): SignatureExplanation {
  const trace = traceOf(given);
  const prepared = prepareSignature(given.method, given);
  const request = requestOf(given);
  const chosen = prepared.schemes.find(({ scheme }) => request.header(scheme.header)) ?? prepared.schemes[0];
  if (!chosen?.template) return { ...trace, signed: null, expected: [], given: [], hints: [] };
  const value = request.header(chosen.scheme.header) ?? "";
  const sent = candidatesOf(chosen.scheme, value).signatures.slice(0, chosen.scheme.maxCandidates);
  const way = wayOf(trace, { chosen, given });
  return {
    ...trace,
    signed: way && shown(Buffer.concat(way)),
    expected: chosen.keys.map((key) =>
      way === null || key === null || chosen.scheme.algorithm === "ed25519"
        ? null
        : hmacOf({ key, scheme: chosen.scheme, way }),
    ),
    given: sent,
    hints: trace.failed === "signature-mismatch" ? hintsFor(given) : [],
  };
}

function traceOf(given: ExplainGiven): SignatureTrace {
  const prepared = prepareSignature(given.method, given);
  return verifySignature(prepared, { request: requestOf(given), now: given.now });
}

function requestOf({ request }: ExplainGiven) {
  const byName = headersByName(request.headers);
  return { header: (name: string) => byName[name.toLowerCase()], url: request.url, body: request.body };
}

/** The signed bytes in the first way the sender may have put them together; null when it did not come that far. */
function wayOf(
  trace: SignatureTrace,
  { chosen, given }: { chosen: PreparedScheme; given: ExplainGiven },
): readonly Uint8Array[] | null {
  const reached = trace.stages.some(({ stage, failed }) => stage === "signed" && failed === null);
  if (!reached || chosen.template === null) return null;
  const dated = trace.stages.find(({ stage }) => stage === "timestamp");
  const request = requestOf(given);
  const place = prepareSignature(given.method, given);
  const id = chosen.scheme.id ? (request.header(chosen.scheme.id.header) ?? "") : "";
  const timestamp = String(dated?.facts.text ?? "");
  const signed = signedBytes(chosen.template, { request, place, id, timestamp });
  return signed.failed === null ? (signed.ways[0] ?? null) : null;
}

function shown(bytes: Buffer): NonNullable<SignatureExplanation["signed"]> {
  const part = bytes.subarray(0, shownBytes);
  const text = part.toString("utf8");
  return Buffer.from(text, "utf8").equals(part)
    ? { text, encoding: "utf8", bytes: bytes.length }
    : { text: part.toString("base64"), encoding: "base64", bytes: bytes.length };
}

function hintsFor(given: ExplainGiven): SignatureHint[] {
  return signatureHints.filter((hint) => {
    const other = changed(given, hint);
    return other !== null && traceOf(other).failed === null;
  });
}

/** The same check with one thing different; null when there is nothing to differ. */
function changed(given: ExplainGiven, hint: SignatureHint): ExplainGiven | null {
  const { method, secrets, request } = given;
  const scheme = prepareSignature(method, given).schemes[0]?.scheme;
  if (!scheme) return null;
  const { kind: _, ...own } = scheme;
  const withScheme = (more: Partial<typeof own>): ExplainGiven => ({
    ...given,
    method: { ...method, preset: "custom", scheme: { ...own, ...more } },
  });
  const withBody = (body: Buffer): ExplainGiven => ({ ...given, request: { ...request, body } });
  const body = Buffer.from(request.body);
  const withUrl = (from: RegExp, to: string): ExplainGiven => ({
    ...given,
    method: { ...method, publicUrl: method.publicUrl?.replace(from, to) },
    origin: given.origin?.replace(from, to),
  });
  switch (hint) {
    case "secret-has-white-space":
      return { ...given, secrets: secrets.map((secret) => secret.trim()) };
    case "secret-is-base64":
      return withScheme({ secretEncoding: "base64" });
    case "secret-is-hex":
      return withScheme({ secretEncoding: "hex" });
    case "secret-is-text":
      return withScheme({ secretEncoding: "utf8", secretPrefix: "" });
    case "secret-without-prefix":
      return { ...given, secrets: secrets.map((secret) => secret.replace(/^[a-z]+_/, "")) };
    case "body-had-line-end":
      return withBody(Buffer.concat([body, Buffer.from("\n")]));
    case "body-had-no-line-end":
      return withBody(Buffer.from(body.toString("latin1").trimEnd(), "latin1"));
    case "body-was-compact-json":
      return compact(body, withBody);
    case "url-was-http":
      return withUrl(/^https:/i, "http:");
    case "url-was-https":
      return withUrl(/^http:/i, "https:");
    case "body-alone-is-signed":
      return withScheme({ signed: "{body}" });
  }
}

function compact(body: Buffer, withBody: (body: Buffer) => ExplainGiven): ExplainGiven | null {
  try {
    return withBody(Buffer.from(JSON.stringify(JSON.parse(body.toString("utf8")))));
  } catch {
    return null;
  }
}
