import { createLine, type Heard, type Line } from "./live-line.ts";
import { joinRoom } from "./live-room.ts";

/** Where a tab has its news from. */
export interface Feed {
  /** What this tab has open, each `workflow:tab`. */
  setOpen(open: readonly string[]): void;
  close(): void;
}

export interface FeedGiven {
  /** Whose session it is; undefined: nobody's that is known, nothing is shared. */
  readonly account: string | undefined;
  /** Asks the server whether the browser's session is still that account's. */
  readonly confirm: () => Promise<boolean>;
  readonly open: readonly string[];
  readonly heard: Heard;
}

/** So long the news of what is open are gathered before the stream is opened anew, in milliseconds. */
const gatherFor = 100;

/**
 * A browser has six connections to a server over HTTP/1.1, for all tabs together: its tabs share one stream. Where they
 * cannot (a page that came over plain HTTP from another machine has no locks), each has one while it is seen.
 */
export function openFeed({ account, confirm, open, heard }: FeedGiven): Feed {
  const mayShare = "locks" in navigator && typeof BroadcastChannel !== "undefined";
  return account !== undefined && mayShare
    ? joinRoom({ account, confirm, open, heard, gatherFor })
    : openWhileSeen(open, heard);
}

function openWhileSeen(first: readonly string[], heard: Heard): Feed {
  let open = first;
  let line: Line | undefined;
  const look = () => {
    if (document.hidden) {
      line?.close();
      line = undefined;
    } else if (line === undefined) {
      line = createLine(heard);
      line.follow(open, 0);
    }
  };
  document.addEventListener("visibilitychange", look);
  look();
  return {
    setOpen(next) {
      open = next;
      line?.follow(open, gatherFor);
    },
    close() {
      document.removeEventListener("visibilitychange", look);
      line?.close();
    },
  };
}
