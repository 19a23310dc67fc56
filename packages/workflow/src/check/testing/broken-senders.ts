import type { Json, JsonObject } from "../../node-contract/json.ts";
import type { BrokenDocument } from "./broken-document.ts";
import { step, workflow } from "./small-documents.ts";

const calledBy = (...any: JsonObject[]) =>
  workflow({ nodes: { a: step() }, edges: ["trigger a"], trigger: { auth: { any } } });
const allOf = (...any: JsonObject[]) =>
  workflow({ nodes: { a: step() }, edges: ["trigger a"], trigger: { auth: { any, require: "all" } } });
const basic = (username: string): JsonObject => ({
  ...{ type: "basic", username, password: { secret: { value: "s" } } },
});
const bearer: JsonObject = { type: "bearer", token: { secret: { value: "s" } } };
const apiKey = (more: JsonObject = {}): JsonObject => ({
  ...{ type: "apiKey", key: { secret: { value: "s" } } },
  ...more,
});
const signature = (
  preset: string,
  more: JsonObject = {},
  value: Json = { secret: "sec_signs" },
): JsonObject => ({
  ...{ type: "signature", preset, secrets: [{ value }] },
  ...more,
});
const custom = (scheme: JsonObject, more: JsonObject = {}) =>
  signature("custom", {
    scheme: { header: "x-s", algorithm: "sha256", encoding: "hex", ...scheme },
    ...more,
  });
const jwt = (more: JsonObject): JsonObject => ({ type: "jwt", algorithms: ["RS256"], ...more });
const pem =
  "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----";

const any = "trigger.config.auth.any";

/** Senders that cannot come in, or that let others in. */
export const brokenSenders: BrokenDocument[] = [
  {
    name: "senders with nothing wrong",
    document: calledBy(
      signature("github"),
      signature("twilio", { publicUrl: "https://hooks.example.com/hooks/k" }),
      custom({ signed: "{timestamp}.{bodySha256}", timestamp: { header: "x-t" } }),
      jwt({ publicKey: pem }),
      jwt({ jwksUrl: "https://idp.example.com/jwks" }),
      jwt({ algorithms: ["HS256"], secret: { secret: "sec_token" } }),
    ),
    finds: [],
  },
  {
    name: "keys, tokens and signatures that a copy lost",
    document: calledBy(
      { type: "apiKey", key: {} },
      { type: "bearer", token: {} },
      signature("github", {}, {}),
    ),
    finds: [
      `empty-secret @ ${any}.0.key`,
      `empty-secret @ ${any}.1.token`,
      `empty-secret @ ${any}.2.secrets.0.value`,
    ],
  },
  {
    name: "a handshake without its token",
    document: workflow({
      nodes: { a: step() },
      edges: ["trigger a"],
      trigger: { handshakes: [{ type: "meta", verifyToken: {} }] },
    }),
    finds: ["empty-secret @ trigger.config.handshakes.0.verifyToken"],
  },
  {
    name: "two senders of one name",
    document: calledBy(signature("github", { name: "Shop" }), signature("stripe", { name: "Shop" })),
    finds: [`duplicate-sender @ ${any}.1.name`],
  },
  {
    name: "senders that one request can meet together, or need not",
    document: allOf(
      ...[basic("ann"), basic("bob"), apiKey(), apiKey({ in: "query", parameter: "authorization" })],
      ...[jwt({ publicKey: pem, header: "x-token" }), signature("github"), signature("stripe")],
      custom({ header: "Authorization" }),
    ),
    finds: [],
  },
  {
    name: "any of senders that stand in one header",
    document: calledBy(basic("ann"), bearer, apiKey({ parameter: "authorization" })),
    finds: [],
  },
  ...[
    { what: "Basic and Bearer", any: [basic("ann"), basic("bob"), bearer] },
    { what: "Bearer and a token in the same header", any: [bearer, jwt({ publicKey: pem })] },
    {
      what: "a key and a signature in one header",
      any: [apiKey({ parameter: "X-S" }), custom({ header: "x-s" })],
    },
    {
      what: "three in two headers",
      any: [
        ...[apiKey({ parameter: "authorization" }), apiKey({ parameter: "x-token" })],
        ...[basic("ann"), jwt({ publicKey: pem, header: "X-Token" })],
      ],
    },
  ].map(({ what, any: methods }) => ({
    name: `all of senders of which none leaves room for the other: ${what}`,
    document: allOf(...methods),
    finds: ["senders-exclude-each-other @ trigger.config.auth.require"],
  })),
  {
    name: "a scheme of one's own that says nothing",
    document: calledBy(signature("custom")),
    finds: [`signature-without-scheme @ ${any}.0.scheme`],
  },
  {
    name: "parts that cannot be signed, or stand nowhere",
    document: calledBy(
      custom({ signed: "{bdoy}" }),
      custom({ signed: "{body" }),
      custom({ signed: "{id}.{body}" }),
      custom({ signed: "{timestamp}.{body}" }),
    ),
    finds: [
      `unknown-signed-part @ ${any}.0.scheme.signed`,
      `unknown-signed-part @ ${any}.1.scheme.signed`,
      `signed-part-missing @ ${any}.2.scheme.signed`,
      `signed-part-missing @ ${any}.3.scheme.signed`,
    ],
  },
  {
    name: "signatures that leave something out",
    document: calledBy(
      custom({ signed: "{timestamp}", timestamp: { header: "x-t" } }),
      custom({ timestamp: { header: "x-t" } }),
      signature("alforis"),
    ),
    finds: [
      `body-not-signed @ ${any}.0.scheme.signed`,
      `timestamp-not-signed @ ${any}.1.scheme.signed`,
      `timestamp-not-signed @ ${any}.2.preset`,
    ],
  },
  {
    name: "Twilio at a server that does not know its address, and one that is none",
    document: calledBy(signature("twilio"), signature("twilio", { publicUrl: "hooks.example.com" })),
    finds: [`public-url-missing @ ${any}.0.publicUrl`, `unreadable-url @ ${any}.1.publicUrl`],
  },
  {
    name: "a secret that is no key of its kind",
    document: calledBy(custom({ algorithm: "ed25519" }, { secrets: [{ value: { secret: "sec_bad" } }] })),
    finds: [`unusable-secret @ ${any}.0.secrets.0.value`],
  },
  {
    name: "tokens without a key, or with another kind of key",
    document: calledBy(
      jwt({}),
      jwt({ algorithms: ["HS256"] }),
      jwt({ algorithms: ["HS256", "RS256"], publicKey: pem }),
      jwt({ publicKey: '{"kty":"oct","k":"AAAA"}' }),
      jwt({ jwksUrl: "http://idp.example.com/jwks" }),
      jwt({ jwksUrl: "idp.example.com" }),
    ),
    finds: [
      `token-without-key @ ${any}.0.publicKey`,
      `token-without-secret @ ${any}.1.secret`,
      `token-without-secret @ ${any}.2.secret`,
      `unreadable-key @ ${any}.3.publicKey`,
      `keys-unprotected @ ${any}.4.jwksUrl`,
      `unreadable-url @ ${any}.5.jwksUrl`,
    ],
  },
];
