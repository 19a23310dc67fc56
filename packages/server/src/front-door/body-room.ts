import { heapOf, heapRoom } from "../heap-room.ts";
import { overloaded } from "./accept.ts";
import type { Visit } from "./visit.ts";

/** What a request takes of the heap without its body, in bytes. */
const requestHeap = 24 * 1024;
/** Each byte of a body is held as it came, as text, in a record and on its way to the writer. */
const copies = 4;
/** How long a sender is kept waiting for room before it is told to come again. */
const patienceMs = 5000;
/** What others hold is looked at again this often while somebody waits. */
const lookMs = 50;

interface Waiting {
  readonly visit: Visit;
  readonly heap: number;
  readonly enter: () => void;
}

/**
 * Keeps what is made of bodies within the heap. Who finds no room waits before its body is read, first come, first served:
 * until then it takes nothing but its connection. A body that turns out to be dearer than its length waits before it is
 * parsed, and goes before those who have not been read.
 */
export class BodyRoom {
  readonly #most: number;
  readonly #held: () => number;
  readonly #waiting: Waiting[] = [];
  #inside = 0;
  #looking: NodeJS.Timeout | undefined;

  /** `most`: bytes of the heap; left out: all that it has. `held`: those of what is stored and has not ended. */
  constructor({ most = heapRoom(), held }: { most?: number | undefined; held: () => number }) {
    this.#most = most;
    this.#held = held;
  }

  /**
   * Makes room for a body, before it is read: of the length that it declares, or of `limit` where that says nothing.
   * Undefined: there is. Rejects with 503 when there is none in time.
   */
  enter(visit: Visit, limit: number): Promise<void> | undefined {
    const { headers } = visit.request;
    const isDeclared =
      headers["transfer-encoding"] === undefined && headers["content-encoding"] === undefined;
    const bytes = isDeclared ? visit.bodyBytes : limit;
    return this.#take(visit, { heap: requestHeap + copies * bytes, first: false });
  }

  /** Makes room for what a body is made into. Undefined and rejections as with `enter`. */
  weigh(visit: Visit, body: Uint8Array): Promise<void> | undefined {
    visit.heap = heapOf(body);
    return this.#take(visit, { heap: requestHeap + copies * body.length + visit.heap, first: true });
  }

  leave(visit: Visit): void {
    this.#set(visit, 0);
  }

  #take(visit: Visit, { heap, first }: { heap: number; first: boolean }): Promise<void> | undefined {
    const free = first || this.#waiting.length === 0;
    if (free && this.#hasRoom(visit, heap)) {
      this.#set(visit, heap);
      return undefined;
    }
    // Nobody waits with what others wait for.
    this.#set(visit, 0);
    return new Promise((resolve, reject) => {
      const waiting = {
        ...{ visit, heap },
        enter: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(overloaded());
      }, patienceMs);
      if (first) this.#waiting.unshift(waiting);
      else this.#waiting.push(waiting);
      this.#looking ??= setInterval(() => this.#look(), lookMs);
    });
  }

  #set(visit: Visit, heap: number): void {
    this.#inside += heap - visit.room;
    visit.room = heap;
    if (this.#waiting.length > 0) this.#look();
  }

  /** One that is larger than the whole room has it for itself. */
  #hasRoom(visit: Visit, heap: number): boolean {
    const held = this.#held();
    const others = this.#inside - visit.room;
    return others + held + heap <= this.#most || (others === 0 && held <= this.#most / 2);
  }

  #look(): void {
    for (
      let first = this.#waiting[0];
      first && this.#hasRoom(first.visit, first.heap);
      first = this.#waiting[0]
    ) {
      this.#waiting.shift();
      first.visit.room = first.heap;
      this.#inside += first.heap;
      first.enter();
    }
    if (this.#waiting.length > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }
}
