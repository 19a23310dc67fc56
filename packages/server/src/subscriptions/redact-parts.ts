import { type Redactor, redactorOf } from "../engine/redact.ts";
import type { SealedParts } from "./sealed-parts.ts";

/** Shorter parts of a header value are words as often as secrets: they go with the whole value only. */
const shortestPart = 8;

/** Takes what a subscription keeps sealed out of what its receiver answers: many repeat what they were sent. */
export function redactorOfParts({ secrets, headers }: SealedParts): Redactor {
  return redactorOf([
    ...secrets.flatMap(({ secret }) => [secret, secret.replace(/^wh(?:sec|sk)_/, "")]),
    ...headers.flatMap(({ value }) => [value, ...credentialsOf(value), ...partsOf(value)]),
  ]);
}

/** What stands behind the scheme of `Authorization` (RFC 9110, 11.4), and the password of `Basic`. */
function credentialsOf(value: string): string[] {
  const [, scheme = "", credentials] = /^([\w-]+) +(\S+)$/.exec(value.trim()) ?? [];
  if (credentials === undefined) return [];
  if (scheme.toLowerCase() !== "basic") return [credentials];
  const pair = Buffer.from(credentials, "base64").toString("utf8");
  return [credentials, pair, pair.slice(pair.indexOf(":") + 1)];
}

/** The parts of a list and the values of its pairs: `session=abc; key="def"`. */
function partsOf(value: string): string[] {
  const parts = value.split(/[\s,;]+/);
  const values = parts.flatMap((part) => /^[\w.-]+="?(.*?)"?$/.exec(part)?.[1] ?? []);
  return [...parts, ...values].filter((part) => part.length >= shortestPart);
}
