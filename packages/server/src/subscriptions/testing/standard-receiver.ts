import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds that a message may be old, or from the future. */
const tolerance = 300;

/**
 * A receiver written from the text of the Standard Webhooks specification 1.0.0 alone ("Verifying webhook authenticity",
 * "Signature scheme"): undefined when a message is to be taken, else why not. `now` in seconds.
 */
export function standardProblem(
  message: { readonly headers: Readonly<Record<string, unknown>>; readonly body: Buffer },
  given: { readonly secret: string; readonly now: number },
): string | undefined {
  const { headers, body } = message;
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const signatures = headers["webhook-signature"];
  if (typeof id !== "string" || typeof timestamp !== "string" || typeof signatures !== "string") {
    return "a header is missing";
  }
  if (id === "" || id.includes(".")) return "the id holds a full stop";
  if (!/^[0-9]+$/.test(timestamp)) return "the timestamp is no integer";
  if (Math.abs(given.now - Number(timestamp)) > tolerance) return "too old, or from the future";
  if (!given.secret.startsWith("whsec_")) return "the secret has no prefix";
  const key = Buffer.from(given.secret.slice("whsec_".length), "base64");
  if (key.length < 24 || key.length > 64) return "the secret has not 24 to 64 bytes";
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const expected = createHmac("sha256", key).update(signed).digest();
  const isRight = signatures.split(" ").some((one) => {
    const [version, value = ""] = one.split(",");
    const came = Buffer.from(value, "base64");
    return version === "v1" && came.length === expected.length && timingSafeEqual(came, expected);
  });
  return isRight ? undefined : "no signature is right";
}
