import type { SignInLimits } from "./accounts/sign-in.ts";
import type { Tokens } from "./accounts/tokens.ts";
import type { StopTimes } from "./app-stop.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";

export interface AppOptions {
  readonly config: Config;
  readonly log: Log;
  readonly clock?: Clock;
  readonly signInLimits?: SignInLimits;
}

export interface App {
  /** Where it listens: `http://127.0.0.1:4100`. */
  readonly url: string;
  /** Where the first account is made; null when there is one. */
  readonly setupLink: string | null;
  readonly tokens: Tokens;
  /** How many browsers follow the news. */
  readonly liveReaders: number;
  /** Resolves, if ever, with why this process cannot go on and is to be stopped. */
  readonly lost: Promise<Error>;
  /**
   * Stops accepting, lets what runs finish for up to `graceMs`, leaves the rest to the journal, closes the database. For up to
   * `lingerMs` of that, those who are connected are still answered; left out: not at all.
   */
  stop(given?: Partial<StopTimes>): Promise<void>;
}
