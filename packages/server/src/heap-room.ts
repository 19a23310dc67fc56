import { getHeapStatistics } from "node:v8";

/** What the server takes of the heap by itself, with the room for young objects that counts as part of it. */
const ownHeapBytes = 128 * 2 ** 20;
/** There is always room for this much. */
const leastBytes = 16 * 2 ** 20;

/** Of a byte of text, an element or a member, an object or an array in the heap: measured, with the dearest of each (decision 0197). */
const perByte = 2;
const perElement = 24;
const perContainer = 80;
/** Smaller bodies are not looked into: each of their bytes counts as the dearest. */
const smallBytes = 2048;
const dearest = 24;

/** How much of the heap there is for bodies and what is made of them, in bytes. */
export function heapRoom(): number {
  return Math.max(leastBytes, getHeapStatistics().heap_size_limit - ownHeapBytes);
}

/** What the value of a body takes of the heap at most, in bytes; from its text, before it is parsed. */
export function heapOf(body: Uint8Array): number {
  if (body.length <= smallBytes) return dearest * body.length;
  let elements = 0;
  let containers = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    // `,` and `:`; `[` and `{`.
    if (byte === 0x2c || byte === 0x3a) elements += 1;
    else if (byte === 0x5b || byte === 0x7b) containers += 1;
  }
  return perByte * body.length + perElement * elements + perContainer * containers;
}
