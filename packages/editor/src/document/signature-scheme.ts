import { type SignedPart, signedParts } from "@sluice/workflow/document";
import { z } from "zod";

interface DraftPart {
  readonly header: string;
  readonly field: string;
}

/** How a sender signs, as it stands in a draft. Empty texts: left out. */
export interface DraftScheme {
  readonly header: string;
  readonly field: string;
  readonly separator: string;
  readonly algorithm: "sha1" | "sha256" | "sha512" | "ed25519";
  readonly encoding: "hex" | "base64";
  /** Hex in capitals counts too. */
  readonly capitals: boolean;
  readonly prefix: string;
  readonly signed: string;
  readonly id: DraftPart | undefined;
  readonly timestamp: (DraftPart & { readonly unit: "seconds" | "milliseconds" }) | undefined;
  readonly secretEncoding: "utf8" | "base64" | "hex";
  readonly secretPrefix: string;
  readonly maxCandidates: number;
}

export const schemeAlgorithms = ["sha1", "sha256", "sha512", "ed25519"] as const;
export const schemeEncodings = ["hex", "base64"] as const;
export const secretEncodings = ["utf8", "base64", "hex"] as const;
export const timestampUnits = ["seconds", "milliseconds"] as const;
const text = z.string().catch("");

const partSchema = z.object({ header: text, field: text }).catch({ header: "", field: "" });
const timestampSchema = z
  .object({ header: text, field: text, unit: z.enum(timestampUnits).catch("seconds") })
  .catch({ header: "", field: "", unit: "seconds" });
const schemeSchema = z.object({
  header: text,
  field: text,
  separator: text,
  algorithm: z.enum(schemeAlgorithms).catch("sha256"),
  encoding: z.enum(schemeEncodings).catch("hex"),
  capitals: z.boolean().catch(false),
  prefix: text,
  signed: z.string().catch("{body}"),
  id: partSchema.optional(),
  timestamp: timestampSchema.optional(),
  secretEncoding: z.enum(secretEncodings).catch("utf8"),
  secretPrefix: text,
  maxCandidates: z.number().catch(16),
});

/** A scheme with what is left out filled in and what is broken replaced: it never throws. */
export function readScheme(scheme: Readonly<Record<string, unknown>>): DraftScheme {
  const { id, timestamp, ...rest } = schemeSchema.parse(scheme);
  return { ...rest, id, timestamp };
}

/** A piece of a signed text: as it stands there, a part of the request, or a name that means nothing. */
export type SignedPiece =
  | { readonly kind: "text" | "unknown"; readonly text: string }
  | { readonly kind: "part"; readonly name: SignedPart };

/** A template such as `{id}.{timestamp}.{body}`, taken apart. */
export function signedPieces(signed: string): SignedPiece[] {
  return signed.split(/(\{[^{}]*\})/).flatMap((piece): SignedPiece[] => {
    if (piece === "") return [];
    if (!/^\{.*\}$/.test(piece)) return [{ kind: "text", text: piece }];
    const name = signedParts.find((one) => piece === `{${one}}`);
    return [name ? { kind: "part", name } : { kind: "unknown", text: piece }];
  });
}

export type SchemeProblem =
  | "noHeader"
  | "headerName"
  | "unknownName"
  | "noIdHeader"
  | "noTimestampHeader"
  | "bodyNotSigned"
  | "timestampNotSigned";

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** What is wrong with a scheme, or makes it weak. */
export function schemeProblems(scheme: DraftScheme): SchemeProblem[] {
  const pieces = signedPieces(scheme.signed);
  const has = (...names: SignedPart[]) =>
    pieces.some((piece) => piece.kind === "part" && names.includes(piece.name));
  const named = [scheme.header, scheme.id?.header, scheme.timestamp?.header].filter(
    (header) => header !== undefined && header !== "",
  );
  const found: [SchemeProblem, boolean][] = [
    ["noHeader", scheme.header === ""],
    ["headerName", named.some((header) => !headerName.test(header ?? ""))],
    ["unknownName", pieces.some(({ kind }) => kind === "unknown")],
    ["noIdHeader", has("id") && !scheme.id?.header],
    ["noTimestampHeader", has("timestamp") && !scheme.timestamp?.header],
    ["bodyNotSigned", !has("body", "bodySha256", "sortedParams")],
    ["timestampNotSigned", !has("timestamp")],
  ];
  return found.flatMap(([problem, there]) => (there ? [problem] : []));
}

/** What a scheme's parts are, for a request that serves as the example. */
export interface SchemeExample {
  readonly url: string;
  readonly body: string;
}

/** The signed text of an example request, piece by piece; values that only a computer can make stand in words. */
export function signedPreview(
  scheme: DraftScheme,
  { url, body }: SchemeExample,
): {
  readonly name: SignedPart | null;
  readonly text: string;
  readonly computed: boolean;
  readonly wrong: boolean;
}[] {
  const values: Readonly<Record<SignedPart, string>> = {
    id: exampleId,
    timestamp: exampleTimestamp(scheme),
    body: body.length > 160 ? `${body.slice(0, 160)}…` : body,
    url,
    sortedParams: "sortedParams",
    bodySha256: "bodySha256",
  };
  return signedPieces(scheme.signed).map((piece) =>
    piece.kind === "part"
      ? {
          name: piece.name,
          text: values[piece.name],
          computed: piece.name === "sortedParams" || piece.name === "bodySha256",
          wrong: false,
        }
      : { name: null, text: piece.text, computed: false, wrong: piece.kind === "unknown" },
  );
}

const exampleId = "msg_2f9a";
const exampleTimestamp = ({ timestamp }: DraftScheme) =>
  timestamp?.unit === "milliseconds" ? "1760000000000" : "1760000000";

/** A piece of a header's value: as it stands there, or what a sender makes anew for each request. */
export type HeaderPiece = { readonly text: string } | { readonly part: "id" | "timestamp" | "signature" };

/** The headers that a sender adds to a signed request. */
export function signatureHeaders(scheme: DraftScheme): { name: string; pieces: readonly HeaderPiece[] }[] {
  const headers: { name: string; pieces: HeaderPiece[] }[] = [];
  const put = (header: string, field: string, ...pieces: HeaderPiece[]) => {
    if (header === "") return;
    const value = field === "" ? pieces : [{ text: `${field}=` }, ...pieces];
    const there = headers.find(({ name }) => name.toLowerCase() === header.toLowerCase());
    if (there) there.pieces.push({ text: scheme.separator || "," }, ...value);
    else headers.push({ name: header, pieces: value });
  };
  const { id, timestamp, header, field, prefix } = scheme;
  if (id) put(id.header, id.field, { part: "id" });
  if (timestamp) put(timestamp.header, timestamp.field, { part: "timestamp" });
  put(header, field, ...(prefix === "" ? [] : [{ text: prefix }]), { part: "signature" });
  return headers;
}

/** Those headers for an example, `signature` standing for the signature. */
export function headersPreview(scheme: DraftScheme, signature: string): { name: string; value: string }[] {
  const values = { id: exampleId, timestamp: exampleTimestamp(scheme), signature };
  return signatureHeaders(scheme).map(({ name, pieces }) => ({
    name,
    value: pieces.map((piece) => ("text" in piece ? piece.text : values[piece.part])).join(""),
  }));
}
