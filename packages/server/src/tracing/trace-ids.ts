import { createHash } from "node:crypto";
import { decodeTime } from "ulid";

/*
 * Ids of traces follow from ids of ours: whichever process goes on with an execution, after whatever crash, adds to the same
 * trace, and nothing of it has to be stored.
 */

/** A span that others hang below, as `traceparent` names it (https://www.w3.org/TR/trace-context/). */
export interface SpanPlace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
}

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The trace of an execution: the 128 bits of its ULID. */
export function traceIdOf(executionId: string): string {
  const ulid = executionId.slice(executionId.indexOf("_") + 1);
  decodeTime(ulid);
  let bits = 0n;
  for (const letter of ulid) bits = bits * 32n + BigInt(alphabet.indexOf(letter));
  return bits.toString(16).padStart(32, "0").slice(-32);
}

/** The span of whatever a text names. */
export function spanIdOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 16);
}

/** What a sender's header names; undefined: it is none, or not one that can be read. */
export function readTraceparent(header: string | undefined): SpanPlace | undefined {
  const [, version, traceId = "", spanId = ""] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(header ?? "") ?? [];
  if (version === undefined || version === "ff" || /^0+$/.test(traceId) || /^0+$/.test(spanId))
    return undefined;
  return { traceId, spanId };
}

/** The header that hands a span on; it is always recorded. */
export function traceparentOf({ traceId, spanId }: SpanPlace): string {
  return `00-${traceId}-${spanId}-01`;
}
