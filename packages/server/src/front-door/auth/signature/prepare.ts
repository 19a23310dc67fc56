import { createSecretKey, type KeyObject } from "node:crypto";
import {
  type HmacScheme,
  readSigned,
  type SignatureAuth,
  type SignedPart,
  schemesOf,
} from "@sluice/workflow/document";
import { readEd25519Key } from "./ed25519-key.ts";

/** A signature method made ready: keys decoded, templates read. */
export interface PreparedSignature {
  readonly schemes: readonly PreparedScheme[];
  readonly toleranceSeconds: number;
  /** Scheme, host and path as the sender knows them, without a query; undefined: the origin and the path that came. */
  readonly publicUrl: string | undefined;
  /** Scheme and host of this server as the outside knows it; undefined: nobody said. */
  readonly origin: string | undefined;
}

export interface PreparedScheme {
  readonly scheme: HmacScheme;
  /** Null: the template names what cannot be signed. */
  readonly template: readonly ({ readonly text: string } | { readonly part: SignedPart })[] | null;
  /** One for each secret, in their order; null: it cannot be decoded. */
  readonly keys: readonly (KeyObject | null)[];
}

/** `secrets`: their plain texts in the order of the method; undefined where the vault has none. */
export function prepareSignature(
  method: Pick<SignatureAuth, "preset" | "scheme" | "toleranceSeconds" | "publicUrl">,
  { secrets, origin }: { secrets: readonly (string | undefined)[]; origin?: string | undefined },
): PreparedSignature {
  return {
    schemes: schemesOf(method).flatMap((scheme) =>
      scheme.kind === "token"
        ? []
        : {
            scheme,
            template: readSigned(scheme.signed),
            keys: secrets.map((secret) => (secret === undefined ? null : readKey(secret, scheme))),
          },
    ),
    toleranceSeconds: method.toleranceSeconds,
    // The query is the one that came: what is signed must be what is read.
    publicUrl: method.publicUrl?.replace(/[?#].*$/s, "") || undefined,
    origin,
  };
}

/** The key that a secret's text stands for; null when it is none. */
export function readKey(
  text: string,
  scheme: Pick<HmacScheme, "algorithm" | "secretPrefix" | "secretEncoding">,
): KeyObject | null {
  const { algorithm, secretPrefix, secretEncoding } = scheme;
  const rest = secretPrefix !== "" && text.startsWith(secretPrefix) ? text.slice(secretPrefix.length) : text;
  if (algorithm === "ed25519") return readEd25519Key(rest);
  const bytes = secretEncoding === "utf8" ? Buffer.from(rest, "utf8") : decodeStrictly(rest, secretEncoding);
  // A key of no bytes would be one that everybody knows.
  return bytes === undefined || bytes.length === 0 ? null : createSecretKey(bytes);
}

/** Node ignores what does not belong into an encoding: only a text that comes back the same was all of it. */
export function decodeStrictly(text: string, encoding: "base64" | "hex"): Buffer | undefined {
  const bytes = Buffer.from(text, encoding);
  const back = bytes.toString(encoding);
  const same =
    encoding === "hex" ? back === text.toLowerCase() : back.replace(/=+$/, "") === text.replace(/=+$/, "");
  return same ? bytes : undefined;
}
