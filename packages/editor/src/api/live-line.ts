import type { News } from "@sluice/api/schemas";

/** What becomes of a stream. `refused`: answered by something that is no stream; it is asked for again by itself. */
export type LineState = "open" | "lost" | "refused";

export interface Heard {
  readonly onNews: (news: News) => void;
  readonly onState: (state: LineState) => void;
}

/** The one connection of a tab. */
export interface Line {
  /** Counts as having these open from now on, each `workflow:tab`. Without a delay in milliseconds it connects at once. */
  follow(open: readonly string[], delay: number): void;
  close(): void;
}

const kinds = ["delivery", "execution", "step", "workflow", "presence"] as const;
/** After the browser gave up (an answer that is no stream): how long until we ask again, in milliseconds. */
export const retryAfter = 5000;
/** The server takes no more at once. */
const mostOpen = 50;

/** Where something else is to be followed, the former stream goes once the new one stands: no news are missed in between. */
export function createLine(heard: Heard): Line {
  let standing: Stream | undefined;
  let newest: Stream | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const connect = (open: readonly string[]) => {
    if (newest !== standing) newest?.close();
    const stream = openStream(urlOf(open), {
      onNews: heard.onNews,
      onState: (state) => {
        if (state === "open" && standing !== stream) {
          standing?.close();
          standing = stream;
        }
        heard.onState(state);
      },
    });
    newest = stream;
  };
  return {
    follow(open, delay) {
      clearTimeout(timer);
      if (delay === 0) connect(open);
      else timer = setTimeout(() => connect(open), delay);
    },
    close() {
      clearTimeout(timer);
      standing?.close();
      newest?.close();
    },
  };
}

function urlOf(open: readonly string[]): string {
  if (open.length === 0) return "/api/v1/live";
  return `/api/v1/live?${new URLSearchParams({ open: open.slice(0, mostOpen).join(",") })}`;
}

interface Stream {
  close(): void;
}

function openStream(url: string, { onNews, onState }: Heard): Stream {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onMessage = (event: MessageEvent<unknown>): void => {
    const news = parseNews(event.data);
    if (news !== null) onNews(news);
  };
  const connect = (): void => {
    source = new EventSource(url);
    source.onmessage = onMessage;
    for (const kind of kinds) source.addEventListener(kind, onMessage as EventListener);
    source.onopen = () => onState("open");
    source.onerror = () => {
      // Otherwise the browser connects again by itself.
      if (source?.readyState !== EventSource.CLOSED) return onState("lost");
      source.close();
      timer = setTimeout(connect, retryAfter);
      onState("refused");
    };
  };
  connect();
  return {
    close() {
      clearTimeout(timer);
      source?.close();
    },
  };
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
