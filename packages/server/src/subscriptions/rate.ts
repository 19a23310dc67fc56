import type { PacesStore } from "../stores/paces/store.ts";
import type { SubscriptionRecord } from "../stores/subscriptions/store.ts";

type Limited = Pick<SubscriptionRecord, "id" | "options">;

/** How many messages each subscription may be sent: at an even pace, what one second brings at once, one at least. */
export class Rates {
  readonly #paces: PacesStore;

  constructor(paces: PacesStore) {
    this.#paces = paces;
  }

  /** As many of `want` as may go now; they count as sent. */
  async take({ id, options }: Limited, want: number): Promise<number> {
    if (options.perMinute === null || want <= 0) return want;
    const everyMs = 60_000 / options.perMinute;
    const ahead = Math.max(0, options.perMinute / 60 - 1);
    const turns = { key: keyOf(id), count: want, everyMs, mostMs: ahead * everyMs };
    return (await this.#paces.take(turns)).count;
  }

  /** Some that were taken and not sent. */
  async giveBack({ id, options }: Limited, count: number): Promise<void> {
    if (options.perMinute === null || count <= 0) return;
    const turns = { key: keyOf(id), count, everyMs: 60_000 / options.perMinute };
    // Kept, they only hold up the next messages, each by its share of the pace.
    await this.#paces.giveBack(turns).catch(() => undefined);
  }
}

/** No host holds a space. */
function keyOf(id: string): string {
  return `subscription ${id}`;
}
