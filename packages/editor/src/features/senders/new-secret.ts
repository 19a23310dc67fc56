import type { SignaturePreset } from "@sluice/workflow/document";
import type { DraftMethod, DraftSignature } from "../../document/sender-config.ts";

/** Bytes of a secret that is made here: 256 bits. */
const bytesOfSecret = 32;

/** How a secret is written: so that nothing in it must be escaped in a URL, a header or a shell. */
export type SecretShape = "url-safe" | "whsec" | "base64" | "hex";

/** Presets whose secret the provider makes: it is copied from there, never made here. */
const madeByProvider: ReadonlySet<SignaturePreset> = new Set([
  "stripe",
  "shopify",
  "slack",
  "twilio",
  "paddle",
]);

/** What a new secret of a method looks like; undefined: it is not made here. */
export function shapeOf(method: DraftMethod): SecretShape | undefined {
  if (method.type === "signature") return shapeOfSignature(method);
  return method.type === "unknown" ? undefined : "url-safe";
}

function shapeOfSignature({ preset, scheme }: DraftSignature): SecretShape | undefined {
  if (madeByProvider.has(preset)) return undefined;
  if (preset === "standard-webhooks") return "whsec";
  if (preset !== "custom") return "url-safe";
  if (scheme.algorithm === "ed25519") return undefined;
  return scheme.secretEncoding === "utf8" ? "url-safe" : scheme.secretEncoding;
}

/** A new secret of 256 random bits. */
export function newSecret(shape: SecretShape, secretPrefix = ""): string {
  const bytes = crypto.getRandomValues(new Uint8Array(bytesOfSecret));
  const base64 = btoa(String.fromCharCode(...bytes));
  switch (shape) {
    case "hex":
      return secretPrefix + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    case "base64":
      return secretPrefix + base64;
    case "whsec":
      return `whsec_${base64}`;
    case "url-safe":
      return secretPrefix + base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  }
}
