import { rm } from "node:fs/promises";
import { cpuSeconds } from "../process.ts";
import { freshFolder } from "../servers.ts";
import { SluiceProcess } from "../sluice-process.ts";
import { type Subscriber, startSubscribers } from "./subscribers.ts";

export interface FanOut {
  readonly events: number;
  readonly subscriptions: number;
  /** How long the last subscriber takes for an answer, in milliseconds; 0: it is as quick as the others. */
  readonly slowMs: number;
  /** Kills the process (SIGKILL) when this part of all messages has come; 0: never. */
  readonly killAt: number;
  /** Left out: SQLite. */
  readonly databaseUrl?: string;
}

export interface FanOutResult {
  /** From the first event to the last message of the quick subscribers, in seconds. */
  readonly seconds: number;
  readonly publishedSeconds: number;
  readonly messagesPerSecond: number;
  /** Processor time of the server for a message, in microseconds; null where the system does not say, or it was killed. */
  readonly cpuPerMessage: number | null;
  /** Messages that came more than once. */
  readonly repeated: number;
  /** Events that were answered 202 and did not come to a quick subscriber. */
  readonly lost: number;
  /** Events that came under more than one message id. */
  readonly changedIds: number;
  readonly slowGot: number;
}

const atOnce = 16;
const type = "bench.fanned";
/** Nothing new for so long: what has not come will not. */
const patienceMs = 60_000;

/** Publishes events for subscriptions, one of them slow, kills the server in between, and judges what came. */
export async function fanOut(given: FanOut): Promise<FanOutResult> {
  const { events, subscriptions, slowMs, killAt, databaseUrl } = given;
  const folder = await freshFolder();
  const subscribers = await startSubscribers(subscriptions, (index) =>
    index === subscriptions - 1 ? slowMs : 0,
  );
  const sluice = await SluiceProcess.on({
    folder,
    environment: {
      SLUICE_ALLOW_NETWORKS: "127.0.0.1",
      ...(databaseUrl === undefined ? {} : { SLUICE_DATABASE_URL: databaseUrl }),
    },
  });
  try {
    await sluice.start();
    for (const { url } of subscribers.all) {
      await sluice.call("POST", "/webhooks", { url, events: [type], format: "standard" });
    }
    const quick = subscribers.all.slice(0, -1);
    const total = events * quick.length;
    const came = () => quick.reduce((sum, { ids }) => sum + ids.size, 0);
    const cpuBefore = cpuSeconds(sluice.pid);
    const begun = performance.now();
    const killing = killAt === 0 ? undefined : killOnce(sluice, () => came() >= total * killAt);
    await publishAll(sluice, events);
    const published = performance.now();
    await killing;
    await settled(came, total);
    const cpuAfter = killAt === 0 ? cpuSeconds(sluice.pid) : null;
    const seconds = (Math.max(...quick.map(({ lastNewAt }) => lastNewAt)) - begun) / 1000;
    const all = quick.reduce((sum, one) => sum + one.came, 0);
    return {
      ...{ seconds, publishedSeconds: (published - begun) / 1000, messagesPerSecond: came() / seconds },
      cpuPerMessage:
        cpuBefore === null || cpuAfter === null ? null : Math.round(((cpuAfter - cpuBefore) * 1e6) / all),
      ...{ repeated: all - came(), lost: total - came(), changedIds: changedIds(subscribers.all) },
      slowGot: subscribers.all.at(-1)?.ids.size ?? 0,
    };
  } finally {
    await sluice.end("SIGKILL");
    await subscribers.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every event until it is answered 202, under its own id: what is sent twice is one event. */
async function publishAll(sluice: SluiceProcess, events: number): Promise<void> {
  let next = 0;
  const publish = async (): Promise<void> => {
    for (let n = next++; n < events; n = next++) {
      for (;;) {
        const sent = await sluice
          .call("POST", "/events", { event: type, id: `bench-${n}`, data: { n } })
          .then(() => true)
          .catch(() => false);
        if (sent) break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, publish));
}

async function killOnce(sluice: SluiceProcess, isTime: () => boolean): Promise<void> {
  while (!isTime()) await new Promise((resolve) => setTimeout(resolve, 10));
  await sluice.end("SIGKILL");
  await sluice.start();
}

/** Until everything has come, or nothing new comes any more. */
async function settled(came: () => number, total: number): Promise<void> {
  let before = came();
  let changedAt = performance.now();
  while (came() < total && performance.now() - changedAt < patienceMs) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (came() === before) continue;
    before = came();
    changedAt = performance.now();
  }
}

function changedIds(subscribers: readonly Subscriber[]): number {
  const sets = subscribers.flatMap(({ ids }) => [...ids.values()]);
  return sets.filter(({ size }) => size !== 1).length;
}
