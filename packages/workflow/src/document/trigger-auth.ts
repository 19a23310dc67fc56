import { z } from "zod";
import { secretFieldSchema } from "./secret-field.ts";

/** For people: which sender this is for. Deliveries say by which method they passed. */
const name = z.string().max(100).optional();
const headerName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "a header name has no spaces and no colon");

const basicSchema = z.strictObject({
  type: z.literal("basic"),
  name,
  username: z
    .string()
    .min(1)
    .max(500)
    .refine((user) => !user.includes(":"), "a username holds no colon (RFC 7617)"),
  password: secretFieldSchema,
});

/** One named key; several senders have several of these, so that one can be taken away. */
const apiKeySchema = z.strictObject({
  type: z.literal("apiKey"),
  name,
  in: z.enum(["header", "query"]).default("header"),
  /** The header (without case) or the query parameter that carries it. */
  parameter: headerName.default("x-api-key"),
  key: secretFieldSchema,
});

const bearerSchema = z.strictObject({ type: z.literal("bearer"), name, token: secretFieldSchema });

export const jwtAlgorithms = [
  ...["HS256", "HS384", "HS512", "RS256", "RS384", "RS512"],
  ...["PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"],
] as const;

/** A token whose signature is checked with a shared secret (HS), a public key, or the keys behind a JWKS URL. */
const jwtSchema = z.strictObject({
  type: z.literal("jwt"),
  name,
  /** The header that carries it, with or without `Bearer` before it. */
  header: headerName.default("authorization"),
  algorithms: z.array(z.enum(jwtAlgorithms)).min(1).max(12),
  secret: secretFieldSchema.optional(),
  /** PEM (SPKI) or a JWK as JSON text. */
  publicKey: z.string().max(20_000).optional(),
  jwksUrl: z.string().max(2000).optional(),
  issuer: z.string().max(2000).optional(),
  audience: z.string().max(2000).optional(),
  leewaySeconds: z.int().min(0).max(300).default(30),
  /** Whether a token must say until when it counts (`exp`): one that does not opens the door for ever to whoever finds it. */
  expiry: z.enum(["required", "optional"]).default("required"),
});

/** Where a signed part stands: a header, or a field of one (`t=…` of `stripe-signature`). */
const partSchema = z.strictObject({ header: headerName, field: z.string().min(1).max(64).optional() });

/** How a sender signs, as data. `signed` is a template over `{id} {timestamp} {body} {url} {sortedParams} {bodySha256}`. */
export const signatureSchemeSchema = z.strictObject({
  header: headerName,
  /** The header holds `name=value` pairs, and this is the name of those that sign; several may stand there. */
  field: z.string().min(1).max(64).optional(),
  /** Between several signatures or pairs of one header; left out: the header is one. */
  separator: z.string().min(1).max(8).optional(),
  algorithm: z.enum(["sha1", "sha256", "sha512", "ed25519"]),
  encoding: z.enum(["hex", "base64"]),
  /** Stands before each signature (`sha256=`, `v1,`); those without it do not count. */
  prefix: z.string().max(64).default(""),
  /** Hex in capitals counts too. Base64 is always taken as it is. */
  capitals: z.boolean().default(false),
  signed: z.string().min(1).max(500).default("{body}"),
  id: partSchema.optional(),
  timestamp: partSchema.extend({ unit: z.enum(["seconds", "milliseconds"]).default("seconds") }).optional(),
  secretEncoding: z.enum(["utf8", "base64", "hex"]).default("utf8"),
  /** Cut off the secret before it is decoded (`whsec_`). */
  secretPrefix: z.string().max(64).default(""),
  maxCandidates: z.int().min(1).max(100).default(16),
});

export const signaturePresets = [
  ...["standard-webhooks", "github", "stripe", "shopify", "slack", "twilio"],
  ...["gitlab-token", "paddle", "products-manager", "alforis", "generic", "custom"],
] as const;

const signatureSchema = z.strictObject({
  type: z.literal("signature"),
  name,
  preset: z.enum(signaturePresets),
  /** Of `custom`; a preset brings its own. */
  scheme: signatureSchemeSchema.optional(),
  /** How old or how early a signed timestamp may be. */
  toleranceSeconds: z.int().min(1).max(86_400).default(300),
  /** The URL as the sender knows it, for schemes that sign it; left out: the public URL of this trigger. */
  publicUrl: z.string().max(2000).optional(),
  /** Several live ones, for a rotation: any of them may have signed. Public keys (PEM, JWK or raw base64) for ed25519. */
  secrets: z
    .array(z.strictObject({ value: secretFieldSchema, note: z.string().max(100).optional() }))
    .min(1)
    .max(16),
});

export const authMethodSchema = z.discriminatedUnion("type", [
  basicSchema,
  apiKeySchema,
  bearerSchema,
  jwtSchema,
  signatureSchema,
]);

/** Who may call. Without `auth`, everybody. */
export const triggerAuthSchema = z.strictObject({
  any: z.array(authMethodSchema).max(50),
  /** Whether one method must pass, or one of each type that is listed. */
  require: z.enum(["any", "all"]).optional(),
});

/** What some providers ask of a URL before they send anything: answered without a delivery. */
export const handshakeSchema = z.discriminatedUnion("type", [
  /** `url_verification` of Slack: its challenge, answered once the signature is right when one is asked for. */
  z.strictObject({ type: z.literal("slack") }),
  /** `GET` with `hub.mode=subscribe`, `hub.verify_token` and `hub.challenge` (Meta, WebSub). */
  z.strictObject({ type: z.literal("meta"), verifyToken: secretFieldSchema }),
  /** `HEAD` is answered 200 (Trello and others look whether the URL is there). */
  z.strictObject({ type: z.literal("head") }),
]);

export type BasicAuth = z.infer<typeof basicSchema>;
export type ApiKeyAuth = z.infer<typeof apiKeySchema>;
export type BearerAuth = z.infer<typeof bearerSchema>;
export type JwtAuth = z.infer<typeof jwtSchema>;
export type SignatureAuth = z.infer<typeof signatureSchema>;
export type SignatureScheme = z.infer<typeof signatureSchemeSchema>;
export type SignaturePreset = (typeof signaturePresets)[number];
export type AuthMethod = z.infer<typeof authMethodSchema>;
export type TriggerAuth = z.infer<typeof triggerAuthSchema>;
export type Handshake = z.infer<typeof handshakeSchema>;
