import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { applyNews, invalidateLists, type NewsListener } from "./apply-news.ts";
import { type Feed, openFeed } from "./live-feed.ts";
import type { LineState } from "./live-line.ts";
import { sessionQuery } from "./session.ts";

type Connection = "connecting" | "open" | "lost";

let connection: Connection = "connecting";
const connectionListeners = new Set<() => void>();

function setConnection(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const listener of connectionListeners) listener();
}

/** Of an editor that has the workflow open, so that the others learn of it. */
interface OpenEditor {
  readonly tab?: string;
  /** Nothing is heard for now: what was known of others may be old. */
  readonly onLost?: () => void;
}

interface Listener {
  readonly onNews: NewsListener;
  readonly onLost: () => void;
  /** `workflow:tab`. */
  readonly open: string | undefined;
}

/** What all listeners of this tab hear through. */
interface Listening {
  readonly account: string | undefined;
  readonly queryClient: QueryClient;
  readonly listeners: Set<Listener>;
  readonly feed: Feed;
}
let listening: Listening | undefined;

/**
 * Listens to the news of one workflow, or of all, while the calling component is shown, and keeps the query
 * cache up to date. News are not kept by the server, so after a gap everything listed is read again. All who listen in
 * a tab, and all tabs of the browser where that can be, do so through one stream.
 */
export function useLive(workflowId?: string, onNews?: NewsListener, editor: OpenEditor = {}): void {
  const queryClient = useQueryClient();
  // As it was read: who listens is no reason to ask who is signed in.
  const account = useQuery({ ...sessionQuery, enabled: false }).data?.user.id;
  const listener = useRef(onNews);
  const { tab } = editor;
  const lost = useRef(editor.onLost);
  useEffect(() => {
    listener.current = onNews;
    lost.current = editor.onLost;
  });

  useEffect(
    () =>
      listen(queryClient, account, {
        onNews: (news) => {
          if (workflowId === undefined || news.workflowId === workflowId) listener.current?.(news);
        },
        onLost: () => lost.current?.(),
        open: workflowId === undefined || tab === undefined ? undefined : `${workflowId}:${tab}`,
      }),
    [queryClient, account, workflowId, tab],
  );
}

/** Returns how to stop. */
function listen(queryClient: QueryClient, account: string | undefined, listener: Listener): () => void {
  const before = listening;
  const goesOn = before?.account === account && before?.queryClient === queryClient ? before : undefined;
  if (goesOn === undefined) {
    before?.feed.close();
    const listeners = new Set([...(before?.listeners ?? []), listener]);
    setConnection("connecting");
    listening = { account, queryClient, listeners, feed: openFeedFor(queryClient, account, listeners) };
  } else {
    goesOn.listeners.add(listener);
    if (listener.open !== undefined) goesOn.feed.setOpen(openOf(goesOn.listeners));
    // What was read just now may lack what came while its answer was on the way.
    if (connection === "open") invalidateLists(queryClient);
  }
  return () => {
    if (!listening?.listeners.delete(listener)) return;
    if (listening.listeners.size > 0) {
      if (listener.open !== undefined) listening.feed.setOpen(openOf(listening.listeners));
      return;
    }
    listening.feed.close();
    listening = undefined;
    setConnection("connecting");
  };
}

const openOf = (listeners: ReadonlySet<Listener>): string[] =>
  [...listeners].flatMap(({ open }) => (open === undefined ? [] : [open]));

function openFeedFor(
  queryClient: QueryClient,
  account: string | undefined,
  listeners: ReadonlySet<Listener>,
): Feed {
  let wasOpen = false;
  const onState = (state: LineState): void => {
    if (state === "open") {
      // The server ends a stream when its reader's rights change: they are read again.
      if (connection === "lost") void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      setConnection("open");
      wasOpen = true;
      // Also the first time: what was read before the door stood open may lack what came in between.
      invalidateLists(queryClient);
      return;
    }
    setConnection("lost");
    for (const { onLost } of listeners) onLost();
    if (state !== "refused") return;
    // Who may not come in any more learns it from what is read now.
    if (wasOpen) invalidateLists(queryClient);
    wasOpen = false;
  };
  return openFeed({
    account,
    confirm: async () =>
      (await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 }))?.user.id === account,
    open: openOf(listeners),
    heard: {
      onNews: (news) => {
        applyNews(queryClient, news);
        for (const { onNews } of listeners) onNews(news);
      },
      onState,
    },
  });
}

/** Whether news arrive at the moment. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      connectionListeners.add(listener);
      return () => connectionListeners.delete(listener);
    },
    () => connection,
  );
}
