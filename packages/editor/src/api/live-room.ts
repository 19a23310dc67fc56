import type { News } from "@sluice/api/schemas";
import type { Feed, FeedGiven } from "./live-feed.ts";
import { createLine, type LineState, retryAfter } from "./live-line.ts";

/** What the tabs of one account tell each other. `to`: one tab alone; `state` null: it connects. */
type Told =
  | { readonly type: "hello"; readonly from: string; readonly open: readonly string[] }
  | { readonly type: "who" }
  | { readonly type: "state"; readonly state: LineState | null; readonly to?: string }
  | { readonly type: "news"; readonly news: News };

/** A leader that does not answer for so long, in milliseconds, is asleep: another one takes its place. */
const asleepAfter = 10_000;

type RoomGiven = FeedGiven & { readonly account: string; readonly gatherFor: number };

/**
 * One stream for all tabs of an account in this browser: whoever holds the room's lock has it, and hands on what it hears.
 * When that tab goes the browser gives the lock to the next one, which connects and has all of them read again.
 */
export function joinRoom(given: RoomGiven): Feed {
  const { account, heard } = given;
  /** The number changes with what is told: tabs of an older editor are a room of their own. */
  const room = `sluice-live-1-${account}`;
  const id = crypto.randomUUID();
  const channel = new BroadcastChannel(room);
  const tell = (told: Told) => channel.postMessage(told);
  let { open } = given;
  let leading: Leading | undefined;
  let left = false;
  let seeking = new AbortController();
  let unanswered: ReturnType<typeof setTimeout> | undefined;
  let known: LineState | null = null;
  let leaveTab = () => {};

  const answered = () => clearTimeout(unanswered);
  const endLeading = () => {
    leading?.end();
    leading = undefined;
  };
  const seek = (steal: boolean) => {
    seeking.abort();
    const own = new AbortController();
    seeking = own;
    const lead = () =>
      new Promise<void>((release) => {
        if (left) return release();
        answered();
        leading = startLeading({ ...given, room, id, tell, open, release });
      });
    navigator.locks.request(room, steal ? { steal } : { signal: own.signal }, lead).catch(() => {
      // Taken away while this tab slept, unless this tab itself gave it up.
      if (left || own.signal.aborted) return;
      endLeading();
      seek(false);
    });
  };
  const hello = () => {
    if (left || leading !== undefined) return;
    tell({ type: "hello", from: id, open });
  };
  const expectAnswer = () => {
    if (left || leading !== undefined) return;
    answered();
    unanswered = setTimeout(() => seek(true), asleepAfter);
    hello();
  };
  const onSeen = () => {
    if (!document.hidden) expectAnswer();
  };

  channel.onmessage = ({ data: told }: MessageEvent<Told>) => {
    if (told.type === "hello") return leading?.hear(told.from, told.open);
    if (leading !== undefined) return;
    if (told.type === "who") {
      answered();
      hello();
    } else if (told.type === "news") {
      heard.onNews(told.news);
    } else if (told.to === undefined || told.to === id) {
      answered();
      // Who only asked again has missed nothing.
      if (told.state === null || (told.to === id && told.state === known)) return;
      known = told.state;
      heard.onState(told.state);
    }
  };
  document.addEventListener("visibilitychange", onSeen);
  seek(false);
  // By its lock the leader sees that this tab is gone, however it went.
  void navigator.locks.request(tabLock(room, id), () => {
    const gone = new Promise<void>((resolve) => {
      leaveTab = resolve;
    });
    if (left) leaveTab();
    else expectAnswer();
    return gone;
  });
  return {
    setOpen(next) {
      open = next;
      if (leading !== undefined) leading.hear(id, open);
      else hello();
    },
    close() {
      left = true;
      document.removeEventListener("visibilitychange", onSeen);
      answered();
      seeking.abort();
      endLeading();
      leaveTab();
      channel.close();
    },
  };
}

const tabLock = (room: string, id: string) => `${room}-tab-${id}`;

interface Leading {
  /** A tab, this one too, says what it has open. */
  hear(from: string, open: readonly string[]): void;
  end(): void;
}

function startLeading(
  given: RoomGiven & {
    readonly room: string;
    readonly id: string;
    readonly tell: (told: Told) => void;
    readonly release: () => void;
  },
): Leading {
  const { room, id, tell, heard, confirm, gatherFor } = given;
  const openIn = new Map<string, readonly string[]>([[id, given.open]]);
  const ended = new AbortController();
  let state: LineState | null = null;
  /** What came before it is sure whose news they are. */
  let early: News[] = [];
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const say = (next: LineState) => {
    state = next;
    tell({ type: "state", state: next });
    heard.onState(next);
  };
  const pass = (news: News) => {
    tell({ type: "news", news });
    heard.onNews(news);
  };
  /** Somebody else may have signed in meanwhile, in another tab: the news are theirs then, and no tab of this room hears them. */
  const check = async () => {
    asked += 1;
    const own = asked;
    const same = await confirm().catch(() => undefined);
    if (ended.signal.aborted || own !== asked) return;
    if (same === undefined) {
      timer = setTimeout(() => void check(), retryAfter);
    } else if (same) {
      say("open");
      for (const news of early.splice(0)) pass(news);
    } else {
      early = [];
      line.close();
    }
  };
  const line = createLine({
    onNews: (news) => {
      if (state === "open") pass(news);
      else early.push(news);
    },
    onState: (next) => {
      clearTimeout(timer);
      if (next === "open") {
        if (state !== "open") void check();
        return;
      }
      asked += 1;
      early = [];
      say(next);
    },
  });
  const follow = () => line.follow([...openIn.values()].flat(), gatherFor);
  const watch = (tab: string) => {
    navigator.locks
      .request(tabLock(room, tab), { signal: ended.signal }, () => {
        const had = openIn.get(tab) ?? [];
        openIn.delete(tab);
        if (had.length > 0) follow();
      })
      .catch(() => {});
  };

  tell({ type: "who" });
  follow();
  return {
    hear(from, open) {
      const before = openIn.get(from);
      openIn.set(from, open);
      if (from !== id) {
        if (before === undefined) watch(from);
        tell({ type: "state", state, to: from });
      }
      if ((before ?? []).join() !== open.join()) follow();
    },
    end() {
      ended.abort();
      clearTimeout(timer);
      line.close();
      given.release();
    },
  };
}
