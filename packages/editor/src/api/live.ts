import type { News } from "@sluice/api/schemas";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { applyNews, invalidateLists, type NewsListener } from "./apply-news.ts";
import { sessionQuery } from "./session.ts";

type Connection = "connecting" | "open" | "lost";

let connection: Connection = "connecting";
const connectionListeners = new Set<() => void>();

function setConnection(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const listener of connectionListeners) listener();
}

const kinds = ["delivery", "execution", "step", "workflow", "presence"] as const;
/** After the browser gave up (an answer that is no stream): how long until we ask again, in milliseconds. */
const retryAfter = 5000;

/** Of an editor that has the workflow open, so that the others learn of it. */
interface OpenEditor {
  readonly tab?: string;
  /** Nothing is heard for now: what was known of others may be old. */
  readonly onLost?: () => void;
}

/**
 * Listens to the news of one workflow, or of all, while the calling component is shown, and keeps the query
 * cache up to date. News are not kept by the server, so after a gap everything listed is read again.
 */
export function useLive(workflowId?: string, onNews?: NewsListener, editor: OpenEditor = {}): void {
  const queryClient = useQueryClient();
  const listener = useRef(onNews);
  const { tab } = editor;
  const lost = useRef(editor.onLost);
  useEffect(() => {
    listener.current = onNews;
    lost.current = editor.onLost;
  });

  useEffect(() => {
    const wanted = new URLSearchParams({
      ...(workflowId === undefined ? {} : { workflowId }),
      ...(tab === undefined ? {} : { tab }),
    });
    const query = wanted.size === 0 ? "" : `?${wanted}`;
    let source: EventSource | undefined;
    let wasOpen = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const onMessage = (event: MessageEvent<unknown>): void => {
      const news = parseNews(event.data);
      if (news === null) return;
      applyNews(queryClient, news);
      listener.current?.(news);
    };
    const connect = (): void => {
      source = new EventSource(`/api/v1/live${query}`);
      source.onmessage = onMessage;
      for (const kind of kinds) source.addEventListener(kind, onMessage as EventListener);
      source.onopen = () => {
        // The server ends a stream when its reader's rights change: they are read again.
        if (connection === "lost") void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
        setConnection("open");
        wasOpen = true;
        // Also the first time: what was read before the door stood open may lack what came in between.
        invalidateLists(queryClient);
      };
      source.onerror = () => {
        setConnection("lost");
        lost.current?.();
        if (source?.readyState !== EventSource.CLOSED) return; // the browser connects again by itself
        source.close();
        // It was answered by something that is no stream. Who may not come in any more learns it from what is read now.
        if (wasOpen) invalidateLists(queryClient);
        wasOpen = false;
        timer = setTimeout(connect, retryAfter);
      };
    };
    connect();
    return () => {
      clearTimeout(timer);
      source?.close();
    };
  }, [queryClient, workflowId, tab]);
}

/** News come from our own server and by its schema: a kind that this page does not know yet is left alone. */
function parseNews(data: unknown): News | null {
  if (typeof data !== "string") return null;
  try {
    const news: unknown = JSON.parse(data);
    if (typeof news !== "object" || news === null || !("kind" in news)) return null;
    return kinds.some((kind) => kind === news.kind) ? (news as News) : null;
  } catch {
    return null;
  }
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
