import type { DeliverySummary, Searched } from "@sluice/api/schemas";
import { keyValue } from "../stores/deliveries/key-value.ts";
import type { DeliveriesStore, DeliveryQuery } from "../stores/deliveries/store.ts";
import type { ExecutionsStore } from "../stores/executions/store.ts";
import { readableText, withoutPercents } from "./readable-text.ts";

/** What one page of a search through texts reads at most. */
const mostRead = 5000;
const mostBytes = 48 * 1024 * 1024;
/** Read at once: whoever else has something to do waits for that long. */
const readAtOnce = 100;
const bytesAtOnce = 2 * 1024 * 1024;

export interface SearchGiven {
  readonly q: string;
  /** Left out: by ids and search keys, and where these find nothing, by text. */
  readonly searchIn?: "keys" | "text" | undefined;
  readonly query: DeliveryQuery;
  /** As a page before gave it. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface Found {
  readonly items: DeliverySummary[];
  readonly nextCursor: string | null;
  readonly searched: Searched;
}

interface SearchStores {
  readonly deliveries: Pick<DeliveriesStore, "list" | "keyed" | "toScan" | "texts" | "summaries">;
  readonly executions: Pick<ExecutionsStore, "get">;
}

/**
 * Finds deliveries by the id of one or of its execution, by search keys (an index), or by text in the redacted URL,
 * headers and body. The last reads the newest ones, up to a bound, and says when it stopped there; the next page reads on.
 */
export async function searchDeliveries(stores: SearchStores, given: SearchGiven): Promise<Found> {
  const { q, searchIn, cursor } = given;
  const [how, before] = cursor === undefined ? [undefined, undefined] : readCursor(cursor);
  if (how === undefined && searchIn !== "text") {
    const byId = await findById(stores, q);
    if (byId)
      return { items: byId, nextCursor: null, searched: { by: "ids", complete: true, read: byId.length } };
  }
  if (how !== "text" && searchIn !== "text") {
    const byKey = await findByKey(stores, { ...given, before });
    if (byKey.items.length > 0 || how === "keys" || searchIn === "keys") return byKey;
  }
  return findByText(stores, { ...given, before });
}

async function findById({ deliveries, executions }: SearchStores, q: string) {
  if (/^dlv_\w+$/.test(q)) return deliveries.summaries([q]);
  if (!/^exe_\w+$/.test(q)) return undefined;
  const execution = await executions.get(q);
  const deliveryId = execution?.deliveryId;
  return deliveryId ? deliveries.summaries([deliveryId]) : [];
}

type Given = SearchGiven & { readonly before: string | undefined };

async function findByKey({ deliveries }: SearchStores, { q, query, before, limit }: Given): Promise<Found> {
  const [, name, value = ""] = /^([^:\s]{1,64}):(.+)$/.exec(q) ?? [];
  const page = { ...query, before, limit: limit + 1 };
  let ids = name === undefined ? [] : await deliveries.keyed({ ...page, name, value: keyValue(value) });
  // A value may hold a colon itself.
  if (ids.length === 0) ids = await deliveries.keyed({ ...page, name: undefined, value: keyValue(q) });
  const shown = ids.slice(0, limit);
  return {
    items: newestFirst(await deliveries.summaries(shown)),
    nextCursor: ids.length > limit ? cursorOf("keys", shown) : null,
    searched: { by: "keys", complete: true, read: shown.length },
  };
}

async function findByText({ deliveries }: SearchStores, { q, query, before, limit }: Given): Promise<Found> {
  const toRead = await deliveries.toScan({ ...query, before, limit: mostRead + 1 });
  const needle = q.toLowerCase();
  const found: string[] = [];
  let [read, bytes] = [0, 0];
  while (read < Math.min(toRead.length, mostRead) && bytes < mostBytes && found.length < limit) {
    const batch = batchFrom(toRead, read);
    read += batch.length;
    for (const { bodyBytes } of batch) bytes += bodyBytes;
    const texts = await deliveries.texts(batch.map(({ id }) => id));
    const matching = new Set<string>();
    for (const text of texts) if (await holds(text, needle)) matching.add(text.id);
    for (const { id } of batch) if (matching.has(id)) found.push(id);
    // SQLite reads on this thread: others have their turn in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const shown = found.slice(0, limit);
  const complete = read >= toRead.length && found.length <= limit;
  // Where more were found than a page shows, the next one begins behind the last that is shown.
  const last = found.length > limit ? shown.at(-1) : toRead[read - 1]?.id;
  return {
    items: newestFirst(await deliveries.summaries(shown)),
    nextCursor: complete || last === undefined ? null : cursorOf("text", [last]),
    searched: { by: "text", complete, read },
  };
}

function batchFrom(toRead: readonly { id: string; bodyBytes: number }[], from: number) {
  const batch: { id: string; bodyBytes: number }[] = [];
  let bytes = 0;
  for (const one of toRead.slice(from, from + readAtOnce)) {
    if (batch.length > 0 && bytes + one.bodyBytes > bytesAtOnce) break;
    batch.push(one);
    bytes += one.bodyBytes;
  }
  return batch;
}

async function holds(
  text: { url: string; headers: string; body: Uint8Array },
  needle: string,
): Promise<boolean> {
  const { url, headers, body } = text;
  return (
    url.toLowerCase().includes(needle) ||
    withoutPercents(url).toLowerCase().includes(needle) ||
    headers.toLowerCase().includes(needle) ||
    Buffer.from(body.buffer, body.byteOffset, body.byteLength)
      .toString("utf8")
      .toLowerCase()
      .includes(needle) ||
    ((await readableText(text))?.toLowerCase().includes(needle) ?? false)
  );
}

function newestFirst(items: DeliverySummary[]): DeliverySummary[] {
  return items.sort((a, b) => (a.id < b.id ? 1 : -1));
}

function cursorOf(how: "keys" | "text", ids: readonly string[]): string {
  return `${how}.${ids.at(-1) ?? ""}`;
}

function readCursor(cursor: string): ["keys" | "text", string] {
  const [how, before = ""] = cursor.split(".");
  return [how === "keys" ? "keys" : "text", before];
}
