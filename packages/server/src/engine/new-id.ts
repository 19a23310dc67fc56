import { randomFillSync } from "node:crypto";
import { monotonicFactory } from "ulid";

const random = new Uint8Array(4096);
let used = random.length;

/** A number in [0, 1) from the system's generator, fetched 4 KB at a time: ulid asks for 16 of them per id. */
function nextRandom(): number {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const byte = random[used] ?? 0;
  used += 1;
  return byte / 256;
}

const next = monotonicFactory(nextRandom);

/** `dlv_` and a ULID that is greater than every one before it in this process: deliveries sort by arrival. */
export function newDeliveryId(at: number): string {
  return `dlv_${next(at)}`;
}

/** `exe_` and a ULID, as for deliveries. */
export function newExecutionId(at: number): string {
  return `exe_${next(at)}`;
}
