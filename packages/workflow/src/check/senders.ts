import { secretReference, senderLabel } from "../document/sender-key.ts";
import { readSigned, schemesOf, signedParts, signsBody } from "../document/signature-presets.ts";
import type { AuthMethod, JwtAuth, SignatureAuth, TriggerAuth } from "../document/trigger-auth.ts";
import { triggerAuthSchema } from "../document/trigger-auth.ts";
import { type Finding, finding } from "./finding.ts";
import type { Check, Given } from "./given.ts";
import { excludingMethods } from "./sender-places.ts";

type Path = readonly (string | number)[];

const place: Path = ["trigger", "config", "auth", "any"];

/** Methods of senders that let nobody in, or let in what they should not. */
export const senders: Check = (given) => {
  const { type, config } = given.document.trigger;
  const parsed = triggerAuthSchema.safeParse(config.auth);
  if (type !== "webhook" || !parsed.success) return [];
  const methods = parsed.data.any;
  return [
    ...twins(methods),
    ...exclusions(parsed.data),
    ...methods.flatMap((method, index) => {
      const at = [...place, index];
      if (method.type === "jwt") return tokenFindings(method, at);
      return method.type === "signature" ? signatureFindings(method, { at, given }) : [];
    }),
  ];
};

/** Deliveries name the method that let them in: two of one name cannot be told apart. */
function twins(methods: readonly AuthMethod[]): Finding[] {
  const seen = new Set<string>();
  return methods.flatMap((method, index) => {
    if (!method.name) return [];
    const again = seen.has(method.name);
    seen.add(method.name);
    return again ? [finding("duplicate-sender", [...place, index, "name"], { name: method.name })] : [];
  });
}

function exclusions(auth: TriggerAuth): Finding[] {
  const found = excludingMethods(auth);
  if (!found) return [];
  const values = {
    sender: senderLabel(found.one),
    other: senderLabel(found.other),
    place: found.place,
  };
  return [finding("senders-exclude-each-other", ["trigger", "config", "auth", "require"], values)];
}

function tokenFindings(method: JwtAuth, at: Path): Finding[] {
  const { algorithms, secret, publicKey, jwksUrl } = method;
  const shared = algorithms.filter((algorithm) => algorithm.startsWith("HS"));
  const publics = algorithms.filter((algorithm) => !algorithm.startsWith("HS"));
  const found: Finding[] = [];
  if (shared.length > 0 && secretReference(secret) === undefined && !isNew(secret)) {
    found.push(finding("token-without-secret", [...at, "secret"], { algorithms: shared.join(", ") }));
  }
  if (publics.length > 0 && !publicKey && !jwksUrl) {
    found.push(finding("token-without-key", [...at, "publicKey"], { algorithms: publics.join(", ") }));
  }
  if (publicKey && !looksPublic(publicKey)) found.push(finding("unreadable-key", [...at, "publicKey"]));
  if (jwksUrl && !isUrl(jwksUrl)) found.push(finding("unreadable-url", [...at, "jwksUrl"], { url: jwksUrl }));
  else if (jwksUrl?.startsWith("http://")) found.push(finding("keys-unprotected", [...at, "jwksUrl"]));
  return found;
}

function signatureFindings(method: SignatureAuth, { at, given }: { at: Path; given: Given }): Finding[] {
  const values = { sender: senderLabel(method) };
  const own = method.preset === "custom";
  const schemes = schemesOf(method);
  if (schemes.length === 0) return [finding("signature-without-scheme", [...at, "scheme"], values)];
  const { publicUrl } = method;
  const found: Finding[] = [];
  if (publicUrl && !isUrl(publicUrl)) {
    found.push(finding("unreadable-url", [...at, "publicUrl"], { url: publicUrl }));
  }
  const [scheme] = schemes;
  if (scheme?.kind === "signature") {
    const { signed } = scheme;
    const parts = readSigned(signed);
    const signedAt = own ? [...at, "scheme", "signed"] : [...at, "preset"];
    const asks = (part: string) => signed.includes(`{${part}}`);
    if (parts === null) found.push(finding("unknown-signed-part", signedAt, { part: unknownPart(signed) }));
    else if (asks("id") && !scheme.id) found.push(finding("signed-part-missing", signedAt, { part: "id" }));
    else if (asks("timestamp") && !scheme.timestamp) {
      found.push(finding("signed-part-missing", signedAt, { part: "timestamp" }));
    } else {
      if (!signsBody(signed)) found.push(finding("body-not-signed", signedAt, values));
      const loose = scheme.timestamp !== undefined && !asks("timestamp");
      if (loose || method.preset === "alforis") found.push(finding("timestamp-not-signed", signedAt, values));
    }
    if (asks("url") && !publicUrl && given.hasPublicUrl === false) {
      found.push(finding("public-url-missing", [...at, "publicUrl"], values));
    }
  }
  return [...found, ...unusable(method, { at, given })];
}

/** The first that is none of ours, without its braces. */
function unknownPart(signed: string): string {
  const names = [...signed.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  const unknown = names.find((name) => !signedParts.some((known) => known === name));
  return unknown ?? signed.replace(/[{}]/g, "");
}

/** Only who holds the secrets can tell, and only once they are entered. */
function unusable({ secrets, preset }: SignatureAuth, { at, given }: { at: Path; given: Given }): Finding[] {
  return secrets.flatMap(({ value }, index) => {
    const reference = secretReference(value);
    if (reference === undefined || !given.unusableSecrets?.has(reference)) return [];
    return [finding("unusable-secret", [...at, "secrets", index, "value"], { preset })];
  });
}

/** A value on its way in. */
function isNew(secret: JwtAuth["secret"]): boolean {
  return secret !== undefined && "secret" in secret && typeof secret.secret === "object";
}

/** By its look: whether it is a key at all, the server sees. */
function looksPublic(text: string): boolean {
  const given = text.trim();
  if (!given.startsWith("{")) {
    return /^-----BEGIN (?:RSA )?PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END (?:RSA )?PUBLIC KEY-----$/.test(
      given,
    );
  }
  try {
    const key: unknown = JSON.parse(given);
    return typeof key === "object" && key !== null && "kty" in key && key.kty !== "oct" && !("d" in key);
  } catch {
    return false;
  }
}

function isUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
}
