import { randomUUID } from "node:crypto";
import { type News, newsSchema, type Step } from "@sluice/api/schemas";
import { z } from "zod";
import { type Broadcast, maxTextBytes } from "./broadcast.ts";
import { createLiveHub, type LiveHub } from "./hub.ts";

/** A process says so often that browsers follow the news there, and is believed for so long, in milliseconds. */
const sayEveryMs = 10_000;
const believedMs = 30_000;

/** A step that is too large to be told: who hears it reads it. */
const pointerSchema = z.object({
  workflowId: z.string(),
  executionId: z.string(),
  node: z.string(),
  frame: z.string(),
});
export type StepPointer = z.infer<typeof pointerSchema>;
const readersSchema = z.object({ process: z.string(), readers: z.number() });
/** A process that has just come, or has missed something, asks the others. */
const question = "?";

/**
 * News to browsers, wherever in the installation they happen: a hub in each process, joined by the broadcast. Nothing is told
 * to others while no browser follows anywhere.
 */
export function createSharedHub(given: {
  readonly broadcast: Broadcast;
  /** A step of another process, as it is stored. */
  readonly readStep: (pointer: StepPointer) => Promise<Step | undefined>;
}): LiveHub {
  const { broadcast, readStep } = given;
  const local = createLiveHub();
  const process = randomUUID();
  /** Other processes with readers, and until when that is believed. */
  const elsewhere = new Map<string, number>();

  const othersRead = (): boolean => {
    for (const [id, until] of elsewhere) {
      if (until > Date.now()) return true;
      elsewhere.delete(id);
    }
    return false;
  };
  const say = () => broadcast.publish("readers", JSON.stringify({ process, readers: local.readers }));
  const ticker = setInterval(() => {
    if (local.readers > 0) say();
  }, sayEveryMs);
  ticker.unref();

  const heardReaders = (text: string) => {
    if (text === question) {
      if (local.readers > 0) say();
      return;
    }
    const heard = readersSchema.safeParse(parsed(text));
    if (!heard.success) return;
    const { process: id, readers } = heard.data;
    if (readers > 0) elsewhere.set(id, Date.now() + believedMs);
    else elsewhere.delete(id);
  };
  const heardNews = async (text: string) => {
    if (local.readers === 0) return;
    const value = parsed(text);
    const news = newsSchema.safeParse(value);
    if (news.success) return local.publish(news.data);
    const pointer = pointerSchema.safeParse(value);
    if (!pointer.success) return;
    const step = await readStep(pointer.data);
    const { workflowId, executionId } = pointer.data;
    if (step) local.publish({ kind: "step", workflowId, executionId, step });
  };

  const stops = [
    broadcast.subscribe("readers", (text, from) => {
      if (from === "elsewhere") heardReaders(text);
    }),
    broadcast.subscribe("news", (text, from) => {
      // A row that cannot be read now: the reader sees it when it looks at the execution.
      if (from === "elsewhere") heardNews(text).catch(() => {});
    }),
    broadcast.onGap(() => {
      elsewhere.clear();
      broadcast.publish("readers", question);
      // Their browsers come back and read the lists, where nothing is missing.
      local.close();
    }),
  ];
  broadcast.publish("readers", question);

  return {
    publish(news) {
      local.publish(news);
      if (!othersRead()) return;
      const text = toldAs(news);
      if (text !== undefined) broadcast.publish("news", text);
    },
    publishHere: (news) => local.publish(news),
    subscribe(wanted) {
      const before = local.readers;
      const subscription = local.subscribe(wanted);
      if (before === 0) say();
      return subscription;
    },
    get readers() {
      return local.readers + (othersRead() ? elsewhere.size : 0);
    },
    close() {
      clearInterval(ticker);
      for (const stop of stops) stop();
      local.close();
      say();
    },
  };
}

/** The text that is sent; undefined: too large, and nothing that could be read instead. */
function toldAs(news: News): string | undefined {
  const text = JSON.stringify(news);
  if (Buffer.byteLength(text) <= maxTextBytes) return text;
  if (news.kind !== "step") return undefined;
  const { workflowId, executionId, step } = news;
  const pointer: StepPointer = { workflowId, executionId, node: step.node, frame: step.frame };
  return JSON.stringify(pointer);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
