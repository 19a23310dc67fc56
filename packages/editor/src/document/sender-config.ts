import { jwtAlgorithms, type SignaturePreset, signaturePresets } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { z } from "zod";
import { type DraftScheme, readScheme } from "./signature-scheme.ts";
import { listOf, objectOf } from "./trigger-config.ts";

/** What the document holds of a secret, never its value: a reference, a value that is being saved, or nothing. */
export type SecretState = "stored" | "typed" | "missing";

interface Named {
  /** Which sender it is for, for people. */
  readonly name: string;
}
export interface DraftBasic extends Named {
  readonly type: "basic";
  readonly username: string;
  readonly password: SecretState;
}
export interface DraftApiKey extends Named {
  readonly type: "apiKey";
  readonly in: "header" | "query";
  readonly parameter: string;
  readonly key: SecretState;
}
export interface DraftBearer extends Named {
  readonly type: "bearer";
  readonly token: SecretState;
}
export type JwtKeySource = "secret" | "publicKey" | "jwksUrl";
export interface DraftJwt extends Named {
  readonly type: "jwt";
  readonly header: string;
  readonly algorithms: readonly (typeof jwtAlgorithms)[number][];
  readonly keyFrom: JwtKeySource;
  readonly secret: SecretState;
  readonly publicKey: string;
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  readonly leewaySeconds: number;
  readonly expiry: "required" | "optional";
}
export interface DraftSignature extends Named {
  readonly type: "signature";
  readonly preset: SignaturePreset;
  /** Of `custom`: what is filled in. */
  readonly scheme: DraftScheme;
  readonly toleranceSeconds: number;
  readonly publicUrl: string;
  readonly secrets: readonly { readonly value: SecretState; readonly note: string }[];
}
/** A method that this version does not know: it is shown, may be taken away, and is never changed. */
export interface DraftUnknown extends Named {
  readonly type: "unknown";
}
export type DraftMethod = DraftBasic | DraftApiKey | DraftBearer | DraftJwt | DraftSignature | DraftUnknown;

export interface DraftHandshakes {
  readonly slack: boolean;
  readonly head: boolean;
  /** Undefined: switched off; else what is known of its verify token. */
  readonly meta: SecretState | undefined;
}

export interface DraftSenders {
  readonly methods: readonly DraftMethod[];
  readonly require: "any" | "all";
  readonly handshakes: DraftHandshakes;
}

const text = z.string().catch("");
const seconds = (otherwise: number) => z.number().catch(otherwise);

/** Who may call, with what is left out filled in and what is broken replaced: it never throws. */
export function readSenders(config: JsonObject): DraftSenders {
  const auth = objectOf(config.auth);
  const handshakes = listOf(config.handshakes).map(objectOf);
  const meta = handshakes.find(({ type }) => type === "meta");
  return {
    methods: listOf(auth.any).map((entry) => readMethod(objectOf(entry))),
    require: auth.require === "all" ? "all" : "any",
    handshakes: {
      slack: handshakes.some(({ type }) => type === "slack"),
      head: handshakes.some(({ type }) => type === "head"),
      meta: meta && stateOfSecret(meta.verifyToken),
    },
  };
}

export function readMethod(entry: JsonObject): DraftMethod {
  const name = text.parse(entry.name);
  switch (entry.type) {
    case "basic":
      return {
        ...{ type: "basic", name },
        username: text.parse(entry.username),
        password: stateOfSecret(entry.password),
      };
    case "apiKey":
      return {
        ...{ type: "apiKey", name },
        in: entry.in === "query" ? "query" : "header",
        parameter: z.string().catch("x-api-key").parse(entry.parameter),
        key: stateOfSecret(entry.key),
      };
    case "bearer":
      return { type: "bearer", name, token: stateOfSecret(entry.token) };
    case "jwt":
      return readJwt(entry, name);
    case "signature":
      return {
        ...{ type: "signature", name },
        preset: z.enum(signaturePresets).catch("custom").parse(entry.preset),
        scheme: readScheme(objectOf(entry.scheme)),
        toleranceSeconds: seconds(300).parse(entry.toleranceSeconds),
        publicUrl: text.parse(entry.publicUrl),
        secrets: listOf(entry.secrets).map((secret) => {
          const { value, note } = objectOf(secret);
          return { value: stateOfSecret(value), note: text.parse(note) };
        }),
      };
    default:
      return { type: "unknown", name: name || text.parse(entry.type) };
  }
}

function readJwt(entry: JsonObject, name: string): DraftJwt {
  const algorithm = z.enum(jwtAlgorithms);
  return {
    ...{ type: "jwt", name },
    header: z.string().catch("authorization").parse(entry.header),
    algorithms: listOf(entry.algorithms).flatMap((one) => algorithm.safeParse(one).data ?? []),
    keyFrom: entry.jwksUrl !== undefined ? "jwksUrl" : entry.publicKey !== undefined ? "publicKey" : "secret",
    secret: stateOfSecret(entry.secret),
    publicKey: text.parse(entry.publicKey),
    jwksUrl: text.parse(entry.jwksUrl),
    issuer: text.parse(entry.issuer),
    audience: text.parse(entry.audience),
    leewaySeconds: seconds(30).parse(entry.leewaySeconds),
    expiry: entry.expiry === "optional" ? "optional" : "required",
  };
}

export function stateOfSecret(value: Json | undefined): SecretState {
  const { secret, credential } = objectOf(value);
  if (typeof secret === "string" || typeof credential === "string") return "stored";
  return typeof objectOf(secret).value === "string" ? "typed" : "missing";
}

/** A secret's value on its way into the vault. */
export function typedSecret(value: string): JsonObject {
  return { secret: { value } };
}
