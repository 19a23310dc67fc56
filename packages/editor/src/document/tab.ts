import { z } from "zod";

const tabKey = "sluice.tab";

/** Name of the lock that a living tab holds. */
function lockOf(tab: string): string {
  return `sluice-tab-${tab}`;
}

/**
 * This tab's identity: it survives a reload (session storage) and is not shared with a duplicated tab, because
 * whoever holds the lock of an identity owns it. Without the Web Locks API every load is a tab of its own.
 */
export async function claimTab(): Promise<string> {
  const remembered = sessionStorage.getItem(tabKey);
  if (remembered && (await hold(remembered))) return remembered;
  const fresh = crypto.randomUUID();
  sessionStorage.setItem(tabKey, fresh);
  await hold(fresh);
  return fresh;
}

/** Tabs that are open now. Null where the browser cannot tell. */
export async function livingTabs(): Promise<ReadonlySet<string> | null> {
  if (!("locks" in navigator)) return null;
  const { held } = await navigator.locks.query();
  const prefix = lockOf("");
  return new Set(
    (held ?? []).flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])),
  );
}

/** Takes the lock for as long as the page lives. False when another page has it. */
async function hold(tab: string): Promise<boolean> {
  if (!("locks" in navigator)) return false;
  return new Promise((resolve) => {
    void navigator.locks.request(lockOf(tab), { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise<never>(() => undefined);
    });
  });
}

const newsSchema = z.object({ workflowId: z.string(), revision: z.int(), tab: z.string() });

/** "I have saved this workflow": what the tabs of one browser tell each other. */
export type TabNews = z.infer<typeof newsSchema>;

/** A line between the tabs of this browser. */
export interface TabLine {
  tell(news: TabNews): void;
  close(): void;
}

export function openTabLine(onNews: (news: TabNews) => void): TabLine {
  if (typeof BroadcastChannel === "undefined") return { tell: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel("sluice-workflows");
  channel.onmessage = (event: MessageEvent<unknown>) => {
    const news = newsSchema.safeParse(event.data);
    if (news.success) onNews(news.data);
  };
  return { tell: (news) => channel.postMessage(news), close: () => channel.close() };
}
