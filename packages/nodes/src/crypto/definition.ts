import {
  actionField,
  defineNode,
  fieldHints,
  jsonField,
  numberField,
  sameEverywhere,
  textField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

const actions = {
  hash: { en: "hash", fr: "hacher" },
  hmac: { en: "HMAC", fr: "HMAC" },
  sign: { en: "sign", fr: "signer" },
  verify: { en: "verify a signature", fr: "vérifier une signature" },
  "jwt-make": { en: "make a JWT", fr: "faire un JWT" },
  "jwt-verify": { en: "verify a JWT", fr: "vérifier un JWT" },
  random: { en: "random bytes", fr: "octets aléatoires" },
} as const;

const digests = ["sha256", "sha384", "sha512", "sha1", "md5"] as const;
const schemes = {
  hmac: { en: "HMAC, with the key", fr: "HMAC, avec la clé" },
  rsa: { en: "RSA (PKCS #1)", fr: "RSA (PKCS #1)" },
  "rsa-pss": { en: "RSA-PSS", fr: "RSA-PSS" },
  ecdsa: { en: "ECDSA", fr: "ECDSA" },
  ed25519: { en: "Ed25519", fr: "Ed25519" },
} as const;
const algorithms = ["HS256", "HS384", "HS512", "RS256", "PS256", "ES256", "ES384", "EdDSA"] as const;

export const crypto = defineNode({
  type: "crypto",
  version: 1,
  kind: "data",
  title: { en: "Sign and verify", fr: "Signer et vérifier" },
  summary: {
    en: "Hashes, signs and verifies with keys kept as secrets, makes and verifies JWTs",
    fr: "Hache, signe et vérifie avec des clés gardées secrètes, fait et vérifie des JWT",
  },
  icon: "key",
  config: z.strictObject({
    action: actionField({ options: actions, usual: "hmac" }),
    content: jsonField()
      .optional()
      .register(fieldHints, {
        label: { en: "Content", fr: "Contenu" },
        help: {
          en: "A text (its UTF-8 bytes), a file of the request (its bytes), anything else as JSON.",
          fr: "Un texte (ses octets UTF-8), un fichier de la requête (ses octets), tout le reste en JSON.",
        },
        placeholder: "{{ trigger.document }}",
        control: "json",
        visibleWhen: { field: "action", in: ["hash", "hmac", "sign", "verify"] },
      }),
    claims: jsonField()
      .optional()
      .register(fieldHints, {
        label: { en: "Claims", fr: "Revendications" },
        help: { en: "What the JWT says: an object.", fr: "Ce que dit le JWT : un objet." },
        placeholder: '{ "sub": "{{ trigger.customer_id }}" }',
        control: "json",
        visibleWhen: { field: "action", in: ["jwt-make"] },
      }),
    token: textField(z.string().max(100_000))
      .optional()
      .register(fieldHints, {
        label: { en: "Token", fr: "Jeton" },
        placeholder: "{{ trigger.token }}",
        visibleWhen: { field: "action", in: ["jwt-verify"] },
      }),
    scheme: z
      .enum(["hmac", "rsa", "rsa-pss", "ecdsa", "ed25519"])
      .default("rsa")
      .register(fieldHints, {
        label: { en: "Kind of signature", fr: "Sorte de signature" },
        value: "literal",
        options: schemes,
        visibleWhen: { field: "action", in: ["sign", "verify"] },
      }),
    digest: z
      .enum(digests)
      .default("sha256")
      .register(fieldHints, {
        label: { en: "Digest", fr: "Empreinte" },
        help: {
          en: "Ed25519 brings its own. sha1 and md5 only where the other side asks for them.",
          fr: "Ed25519 a la sienne. sha1 et md5 seulement si l’autre côté les demande.",
        },
        value: "literal",
        options: sameEverywhere(digests),
        visibleWhen: { field: "action", in: ["hash", "hmac", "sign", "verify"] },
      }),
    algorithm: z
      .enum(algorithms)
      .default("HS256")
      .register(fieldHints, {
        label: { en: "Algorithm of the JWT", fr: "Algorithme du JWT" },
        help: {
          en: "A token with any other is refused, whatever it says of itself.",
          fr: "Un jeton avec un autre est refusé, quoi qu’il dise de lui-même.",
        },
        value: "literal",
        options: sameEverywhere(algorithms),
        visibleWhen: { field: "action", in: ["jwt-make", "jwt-verify"] },
      }),
    key: z
      .string()
      .min(1)
      .max(20_000)
      .optional()
      .register(fieldHints, {
        label: { en: "Secret key", fr: "Clé secrète" },
        help: {
          en: "Text for HMAC and HS…; a private key in PEM (PKCS #8) to sign with the others.",
          fr: "Un texte pour HMAC et HS… ; une clé privée en PEM (PKCS #8) pour signer avec les autres.",
        },
        value: "secret",
        visibleWhen: { field: "action", in: ["hmac", "sign", "verify", "jwt-make", "jwt-verify"] },
      }),
    publicKey: z
      .string()
      .max(20_000)
      .default("")
      .register(fieldHints, {
        label: { en: "Public key", fr: "Clé publique" },
        help: {
          en: "In PEM (SPKI, or a certificate). Not for HMAC and HS….",
          fr: "En PEM (SPKI, ou un certificat). Pas pour HMAC et HS….",
        },
        placeholder: "-----BEGIN PUBLIC KEY-----",
        control: "long-text",
        value: "literal",
        visibleWhen: { field: "action", in: ["verify", "jwt-verify"] },
      }),
    signature: textField(z.string().max(20_000))
      .optional()
      .register(fieldHints, {
        label: { en: "Signature", fr: "Signature" },
        placeholder: "{{ request.headers['x-signature'] }}",
        visibleWhen: { field: "action", in: ["verify"] },
      }),
    encoding: z
      .enum(["hex", "base64", "base64url"])
      .default("hex")
      .register(fieldHints, {
        label: { en: "Written as", fr: "Écrit en" },
        value: "literal",
        options: {
          hex: { en: "hex", fr: "hexadécimal" },
          base64: { en: "base64", fr: "base64" },
          base64url: { en: "base64 for URLs", fr: "base64 pour URL" },
        },
        visibleWhen: { field: "action", in: ["hash", "hmac", "sign", "verify", "random"] },
      }),
    expiresIn: numberField(z.int().min(1).max(315_360_000))
      .optional()
      .register(fieldHints, {
        label: { en: "Valid for, in seconds", fr: "Valable, en secondes" },
        help: { en: "Empty: for ever.", fr: "Vide : pour toujours." },
        control: "number",
        placeholder: "300",
        visibleWhen: { field: "action", in: ["jwt-make"] },
      }),
    keyId: z
      .string()
      .max(200)
      .default("")
      .register(fieldHints, {
        label: { en: "Key id (kid)", fr: "Identifiant de clé (kid)" },
        value: "literal",
        visibleWhen: { field: "action", in: ["jwt-make"] },
      }),
    issuer: z
      .string()
      .max(1000)
      .default("")
      .register(fieldHints, {
        label: { en: "Issuer", fr: "Émetteur" },
        help: { en: "Asked for when given.", fr: "Exigé s’il est donné." },
        value: "literal",
        visibleWhen: { field: "action", in: ["jwt-verify"] },
      }),
    audience: z
      .string()
      .max(1000)
      .default("")
      .register(fieldHints, {
        label: { en: "Audience", fr: "Destinataire" },
        help: { en: "Asked for when given.", fr: "Exigé s’il est donné." },
        value: "literal",
        visibleWhen: { field: "action", in: ["jwt-verify"] },
      }),
    bytes: z
      .int()
      .min(1)
      .max(1024)
      .default(32)
      .register(fieldHints, {
        label: { en: "How many bytes", fr: "Combien d’octets" },
        control: "number",
        placeholder: "32",
        value: "literal",
        visibleWhen: { field: "action", in: ["random"] },
      }),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "none",
  output: z.object({
    value: z.string().optional(),
    valid: z.boolean().optional(),
    reason: z.string().nullable().optional(),
    claims: z.json().optional(),
    header: z.json().optional(),
  }),
  outputOf: ({ action = "hmac" }) => {
    if (action === "verify") return z.object({ valid: z.boolean() });
    if (action !== "jwt-verify") return z.object({ value: z.string() });
    return z.object({
      valid: z.boolean(),
      reason: z.string().nullable(),
      claims: z.json(),
      header: z.json(),
    });
  },
  example: {
    config: {
      action: "hmac",
      content: "{{ trigger.order_id }}",
      key: { secret: "sec_01JABCDEFGHJKMNPQRSTVWXYZ0" },
      encoding: "base64",
    },
    input: { order_id: "A-17" },
  },
  summarize: ({ action, algorithm, scheme, digest }, language) => {
    const known = Object.entries(actions).find(([name]) => name === action)?.[1] ?? actions.hmac;
    const how = String(action).startsWith("jwt")
      ? algorithm
      : action === "sign" || action === "verify"
        ? scheme
        : digest;
    return typeof how === "string" ? `${known[language]} · ${how}` : known[language];
  },
});
