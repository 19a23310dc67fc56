import { createHash, timingSafeEqual } from "node:crypto";
import type { FailureCode } from "./failure.ts";
import type { Outcome, SenderRequest } from "./standing.ts";

/** A value that opens the door, and what deliveries call it. */
export interface KnownValue {
  /** Undefined: the vault has none (a copy, a restored database without its key). It opens nothing. */
  readonly value: string | undefined;
  readonly label: string;
  readonly used: string;
}

/** A place in a request where a credential stands as it is, with the values that are good there. */
export interface ValuePlace {
  readonly type: string;
  /** The bytes that came, or why there are none. */
  readonly read: (request: SenderRequest) => Uint8Array | FailureCode;
}

/**
 * A check of what came in one place against all values that are good there. All are compared, over digests of one
 * length, whatever came: neither the time nor the answer tells which part was wrong or how many there are.
 */
export function compileKnownValues({ type, read }: ValuePlace, values: readonly KnownValue[]) {
  const known = values.flatMap(({ value, label, used }) =>
    value === undefined ? [] : { label, used, digest: digestOf(Buffer.from(value)) },
  );
  const label = values.length === 1 ? (values[0]?.label ?? type) : type;
  return (request: SenderRequest): Outcome => {
    const given = read(request);
    const came = typeof given !== "string";
    const digest = digestOf(came ? given : nothing);
    let found: (typeof known)[number] | undefined;
    for (const one of known) if (timingSafeEqual(one.digest, digest)) found ??= one;
    if (known.length === 0) return { label, code: "no-usable-secret" };
    if (!came) return { label, code: given };
    return found ? { type, label: found.label, used: found.used } : { label, code: "wrong-credentials" };
  };
}

const nothing = new Uint8Array(0);

function digestOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
