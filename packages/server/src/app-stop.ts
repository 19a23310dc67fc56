import type { Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { FrontDoor } from "./front-door/front-door.ts";
import type { Stores } from "./stores/open-stores.ts";

/** Something with a time to end in, in milliseconds. */
interface Ending {
  stop(given: { readonly graceMs: number }): Promise<void>;
}

/** What a process consists of that has to be let go of, begun or not. */
export interface Parts {
  readonly server: Server;
  /** Closes the connections on which nothing is being asked or answered. */
  readonly closeQuiet: () => void;
  readonly door: Pick<FrontDoor, "drain" | "giveUp" | "settle">;
  /** Told first: requests are no longer to be sent here. */
  readonly leaving: () => void;
  /** What goes on in rounds, as far as it was begun. */
  readonly rounds: readonly { stop(): unknown }[];
  /** What watches the installation, once it was begun. */
  readonly watched: () => Ending | undefined;
  readonly interest: { close(): void };
  readonly presence: { close(): void };
  readonly hub: { close(): void };
  readonly dispatcher: Ending;
  readonly tasks: Ending;
  readonly engine: Ending;
  readonly sandbox: { close(): Promise<void> };
  readonly outgoing: { close(): Promise<void> };
  readonly passwordResets: { settle(): Promise<void> };
  readonly tracing: { close(): Promise<void> } | undefined;
  readonly stores: Pick<Stores, "close">;
}

const idleSweepMs = 50;
/** For answers that leave when the time is over. */
const lastWordMs = 500;

/** Lets go of everything, in the order in which one thing needs another. */
export async function stopParts(parts: Parts, { graceMs }: { readonly graceMs: number }): Promise<void> {
  const { server, closeQuiet, door, interest, presence, hub, dispatcher, tasks, engine } = parts;
  const deadline = performance.now() + graceMs;
  const left = () => Math.max(0, deadline - performance.now());
  parts.leaving();
  for (const round of parts.rounds) round.stop();
  // Beside the others: a mail server that hangs takes nothing from the time of executions.
  const unwatched = parts.watched()?.stop({ graceMs });
  interest.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection whose last answer has left stays open for the next request: there will be none.
  const sweep = setInterval(closeQuiet, idleSweepMs);
  presence.close();
  hub.close();
  // Those who wait for an answer get it while there is time; then they are told that their executions go on later.
  await Promise.race([door.drain(), delay(graceMs, undefined, { ref: false })]);
  door.giveUp();
  await Promise.race([door.drain(), delay(lastWordMs, undefined, { ref: false })]);
  await dispatcher.stop({ graceMs: left() });
  await tasks.stop({ graceMs: left() });
  await engine.stop({ graceMs: left() });
  await unwatched;
  const cut = setTimeout(() => server.closeAllConnections(), left());
  await closed;
  clearTimeout(cut);
  clearInterval(sweep);
  // Connections that were open still have been refused since: now there are none left.
  await door.settle();
  await parts.sandbox.close();
  await parts.outgoing.close();
  await Promise.race([parts.passwordResets.settle(), delay(left(), undefined, { ref: false })]);
  await parts.tracing?.close();
  await parts.stores.close();
}
