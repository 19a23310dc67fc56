import {
  type SignatureAuth,
  type SignaturePreset,
  type SignatureScheme,
  signatureSchemeSchema,
} from "./trigger-auth.ts";

/** A secret that is sent as it is: it proves who calls, and nothing about the body. */
export interface TokenScheme {
  readonly kind: "token";
  readonly header: string;
}

export interface HmacScheme extends SignatureScheme {
  readonly kind: "signature";
}

export type SenderScheme = TokenScheme | HmacScheme;

/** What `signed` may name. */
export const signedParts = ["id", "timestamp", "body", "url", "sortedParams", "bodySha256"] as const;
export type SignedPart = (typeof signedParts)[number];

function scheme(given: Parameters<typeof signatureSchemeSchema.parse>[0]): HmacScheme {
  return { kind: "signature", ...signatureSchemeSchema.parse(given) };
}

function standardWebhooks(family: "webhook" | "svix"): HmacScheme {
  return scheme({
    header: `${family}-signature`,
    separator: " ",
    algorithm: "sha256",
    encoding: "base64",
    prefix: "v1,",
    signed: "{id}.{timestamp}.{body}",
    id: { header: `${family}-id` },
    timestamp: { header: `${family}-timestamp` },
    secretEncoding: "base64",
    secretPrefix: "whsec_",
  });
}

const hexOfBody = { algorithm: "sha256", encoding: "hex", signed: "{body}" } as const;

/**
 * How known senders sign, as each of them documents it. Several schemes of one sender: the one whose header came is
 * used, the first when none did. Tests hold them to published examples and to the senders' own libraries.
 */
const presets = {
  /** standardwebhooks.com; Svix sends the same under its own names. */
  "standard-webhooks": [standardWebhooks("webhook"), standardWebhooks("svix")],
  /** Also Meta. The older `x-hub-signature` (SHA-1) is never looked at. */
  github: [scheme({ header: "x-hub-signature-256", prefix: "sha256=", ...hexOfBody })],
  /** The secret is the whole text, `whsec_` included. */
  stripe: [
    scheme({
      header: "stripe-signature",
      separator: ",",
      field: "v1",
      timestamp: { header: "stripe-signature", field: "t" },
      ...hexOfBody,
      signed: "{timestamp}.{body}",
    }),
  ],
  shopify: [scheme({ header: "x-shopify-hmac-sha256", ...hexOfBody, encoding: "base64" })],
  slack: [
    scheme({
      header: "x-slack-signature",
      prefix: "v0=",
      timestamp: { header: "x-slack-request-timestamp" },
      ...hexOfBody,
      signed: "v0:{timestamp}:{body}",
    }),
  ],
  /** The secret is the account's auth token. */
  twilio: [
    scheme({
      header: "x-twilio-signature",
      algorithm: "sha1",
      encoding: "base64",
      signed: "{url}{sortedParams}",
    }),
  ],
  "gitlab-token": [{ kind: "token", header: "x-gitlab-token" }],
  paddle: [
    scheme({
      header: "paddle-signature",
      separator: ";",
      field: "h1",
      timestamp: { header: "paddle-signature", field: "ts" },
      ...hexOfBody,
      signed: "{timestamp}:{body}",
    }),
  ],
  "products-manager": [scheme({ header: "x-webhook-signature", prefix: "sha256=", ...hexOfBody })],
  /** Its `x-webhook-timestamp` is not signed: nothing here can tell a repeated delivery from a new one. */
  alforis: [scheme({ header: "x-webhook-signature", ...hexOfBody })],
  generic: [scheme({ header: "x-signature", capitals: true, ...hexOfBody })],
} as const satisfies Record<Exclude<SignaturePreset, "custom">, readonly SenderScheme[]>;

/** The schemes of a method; none when it is `custom` and says no scheme. */
export function schemesOf({ preset, scheme: own }: Pick<SignatureAuth, "preset" | "scheme">): SenderScheme[] {
  if (preset !== "custom") return [...presets[preset]];
  return own ? [{ kind: "signature", ...own }] : [];
}

/** The template as its parts in order; null: it names something that cannot be signed. */
export function readSigned(
  signed: string,
): readonly ({ readonly text: string } | { readonly part: SignedPart })[] | null {
  const found: ({ text: string } | { part: SignedPart })[] = [];
  for (const piece of signed.split(/(\{[^{}]*\})/)) {
    const name = /^\{(.*)\}$/.exec(piece)?.[1];
    if (name === undefined) {
      if (/[{}]/.test(piece)) return null;
      if (piece !== "") found.push({ text: piece });
      continue;
    }
    const part = signedParts.find((known) => known === name);
    if (part === undefined) return null;
    found.push({ part });
  }
  return found;
}

/** Whether the parts that are signed say anything about the body. */
export function signsBody(signed: string): boolean {
  return /\{(?:body|bodySha256|sortedParams)\}/.test(signed);
}
