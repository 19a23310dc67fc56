import { randomFillSync } from "node:crypto";

/** Crockford's base 32, as https://github.com/ulid/spec wants it: sorts as its numbers do. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const timeLength = 10;
const idLength = 26;
const highest = alphabet.length - 1;

/** The last id: its digits, and the same as characters. */
const digits = new Uint8Array(idLength);
const characters = Buffer.alloc(idLength);
let lastAt = -1;

/** Random bytes, fetched 4 KB at a time. */
const random = new Uint8Array(4096);
let used = random.length;

/**
 * A ULID that is greater than every one before it in this process: one of the same millisecond (or of a clock that was
 * set back) is the one before, plus one. By hand, because two are made for every delivery and the library, which makes
 * lists and texts of every digit, took 2 % of the door's time.
 */
function nextUlid(at: number): string {
  if (at > lastAt) begin(at);
  else if (!increment()) begin(lastAt + 1);
  return characters.toString("latin1");
}

function begin(at: number): void {
  lastAt = at;
  let rest = at;
  for (let place = timeLength - 1; place >= 0; place -= 1) {
    set(place, rest % alphabet.length);
    rest = Math.floor(rest / alphabet.length);
  }
  if (used + idLength > random.length) {
    randomFillSync(random);
    used = 0;
  }
  for (let place = timeLength; place < idLength; place += 1) {
    set(place, (random[used] ?? 0) & highest);
    used += 1;
  }
}

/** False: there was no greater one in this millisecond. */
function increment(): boolean {
  for (let place = idLength - 1; place >= timeLength; place -= 1) {
    const digit = digits[place] ?? 0;
    if (digit < highest) {
      set(place, digit + 1);
      return true;
    }
    set(place, 0);
  }
  return false;
}

function set(place: number, digit: number): void {
  digits[place] = digit;
  characters[place] = alphabet.charCodeAt(digit);
}

/** `dlv_` and a ULID that is greater than every one before it in this process: deliveries sort by arrival. */
export function newDeliveryId(at: number): string {
  return `dlv_${nextUlid(at)}`;
}

/** `exe_` and a ULID, as for deliveries. */
export function newExecutionId(at: number): string {
  return `exe_${nextUlid(at)}`;
}
