import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, randomBytes } from "@noble/hashes/utils.js";
import { Refusal } from "../expression-error.ts";
import { maxTextLength } from "../limits.ts";
import { RawText } from "../raw-text.ts";
import type { Run } from "../run.ts";
import type { FunctionEntry, Given } from "./entry.ts";
import { normalized } from "./normalized.ts";

const algorithms = new Map([
  ["sha256", sha256],
  ["sha1", sha1],
  ["sha384", sha384],
  ["sha512", sha512],
  ["md5", md5],
]);

function algorithmAt(given: Given, position: number): typeof sha256 {
  const name = given.text(position, "sha256").toLowerCase().replace("-", "");
  const found = algorithms.get(name);
  if (found === undefined) throw given.wrongValue("@not-an-algorithm", name);
  return found as typeof sha256;
}

function encoded(bytes: Uint8Array, given: Given, position: number): string {
  const encoding = given.text(position, "hex");
  if (encoding === "hex") return bytesToHex(bytes);
  if (encoding === "base64") return toBase64(bytes);
  if (encoding === "base64url") return toBase64Url(bytes);
  throw given.wrongValue("@not-an-encoding", encoding);
}

/** UTF-8 bytes of an argument. Hashing costs about 10 ns a byte, hence a step for each four. */
function bytesAt(run: Run, given: Given, position: number): Uint8Array {
  const text = given.text(position);
  run.chargeText(text.length);
  run.charge(text.length >> 2);
  return new TextEncoder().encode(text);
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  // In pieces: each argument of fromCharCode takes room on the stack.
  for (let at = 0; at < bytes.length; at += 8192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64(run: Run, given: Given): string {
  const text = given.text(0);
  run.chargeText(text.length);
  run.charge(text.length >> 4);
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return new TextDecoder("utf-8", { fatal: true }).decode(
      Uint8Array.from(binary, (byte) => byte.charCodeAt(0)),
    );
  } catch {
    throw given.wrongValue("@not-base64", text);
  }
}

/** RFC 9562, version 4. Made from random bytes, since `crypto.randomUUID` is absent on plain HTTP pages. */
function uuid(): string {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** A function of one text; a missing text stays missing. */
function ofText(
  entry: Omit<FunctionEntry, "kind" | "run" | "takes"> & {
    call: (text: string, run: Run, given: Given) => unknown;
  },
): FunctionEntry {
  const { call, ...rest } = entry;
  return {
    ...rest,
    kind: "function",
    takes: [1, 1],
    run: (run, _self, given) => {
      if (given.isMissing(0)) return undefined;
      const text = given.text(0);
      run.chargeText(text.length);
      const made = call(text, run, given);
      if (typeof made === "string") run.chargeText(made.length);
      return made;
    },
  };
}

export const encodingEntries: readonly FunctionEntry[] = [
  {
    name: "uuid",
    kind: "function",
    signature: "uuid()",
    help: { en: "A new random identifier.", fr: "Un nouvel identifiant aléatoire." },
    example: { expression: "uuid().length", result: 36 },
    takes: [0, 0],
    run: (run) => {
      run.charge(10);
      return uuid();
    },
  },
  {
    name: "hash",
    kind: "function",
    signature: 'hash(text, algorithm? = "sha256", encoding? = "hex")',
    help: { en: "A digest of the text.", fr: "Une empreinte du texte." },
    example: {
      expression: 'hash("abc")',
      result: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    },
    takes: [1, 3],
    run: (run, _self, given) => {
      run.charge(50);
      return encoded(algorithmAt(given, 1)(bytesAt(run, given, 0)), given, 2);
    },
  },
  {
    name: "hmac",
    kind: "function",
    signature: 'hmac(text, key, algorithm? = "sha256", encoding? = "hex")',
    help: {
      en: "A keyed digest, as signatures use it.",
      fr: "Une empreinte à clé, comme dans les signatures.",
    },
    example: {
      expression: 'hmac("what do ya want for nothing?", "Jefe")',
      result: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    },
    takes: [2, 4],
    run: (run, _self, given) => {
      run.charge(150);
      const key = bytesAt(run, given, 1);
      return encoded(hmac(algorithmAt(given, 2), key, bytesAt(run, given, 0)), given, 3);
    },
  },
  ofText({
    name: "base64",
    signature: "base64(text)",
    help: { en: "The text's UTF-8 bytes in base64.", fr: "Les octets UTF-8 du texte en base64." },
    example: { expression: 'base64("añb")', result: "YcOxYg==" },
    call: (text, run) => {
      run.charge(text.length >> 2);
      return toBase64(new TextEncoder().encode(text));
    },
  }),
  ofText({
    name: "base64url",
    signature: "base64url(text)",
    help: { en: "In base64 for URLs, without padding.", fr: "En base64 pour les URL, sans remplissage." },
    example: { expression: 'base64url("a?>")', result: "YT8-" },
    call: (text, run) => {
      run.charge(text.length >> 2);
      return toBase64Url(new TextEncoder().encode(text));
    },
  }),
  ofText({
    name: "base64Decode",
    signature: "base64Decode(text)",
    help: {
      en: "The text that base64 (of either kind) stands for.",
      fr: "Le texte que représente un base64.",
    },
    example: { expression: 'base64Decode("YcOxYg==")', result: "añb" },
    call: (_text, run, given) => fromBase64(run, given),
  }),
  ofText({
    name: "urlEncode",
    signature: "urlEncode(text)",
    help: { en: "Safe inside a URL.", fr: "Utilisable dans une URL." },
    example: { expression: 'urlEncode("a b&c")', result: "a%20b%26c" },
    call: (text) => {
      if (text.length * 3 > maxTextLength) throw new Refusal("too-large", { limit: maxTextLength });
      return encodeURIComponent(text.toWellFormed());
    },
  }),
  ofText({
    name: "urlDecode",
    signature: "urlDecode(text)",
    help: { en: "The text that URL encoding stands for.", fr: "Le texte que représente un codage d’URL." },
    example: { expression: 'urlDecode("a%20b")', result: "a b" },
    call: (text, _run, given) => {
      try {
        return decodeURIComponent(text);
      } catch {
        throw given.wrongValue("@not-percent", text);
      }
    },
  }),
  ofText({
    name: "slug",
    signature: "slug(text)",
    help: { en: "Small letters, digits and hyphens only.", fr: "Seulement minuscules, chiffres et tirets." },
    example: { expression: 'slug("Crème brûlée, 2 pièces!")', result: "creme-brulee-2-pieces" },
    call: (text, run) => {
      run.charge(text.length >> 2);
      const plain = normalized(text, "NFKD", run).replace(/\p{M}/gu, "").toLowerCase();
      return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    },
  }),
  {
    name: "raw",
    kind: "function",
    signature: "raw(text)",
    help: {
      en: "Inserted into HTML as it is. Only for HTML of your own, never for what a sender wrote.",
      fr: "Inséré tel quel dans du HTML. Seulement pour votre HTML, jamais pour ce qu’un expéditeur envoie.",
    },
    example: { expression: 'raw("<b>ok</b>")', result: "<b>ok</b>" },
    takes: [1, 1],
    run: (_run, _self, given) => (given.isMissing(0) ? undefined : new RawText(given.text(0))),
  },
];
