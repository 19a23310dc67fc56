import type { Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { FrontDoor } from "./front-door/front-door.ts";
import type { LeavingConnections } from "./http/leave-connections.ts";
import type { Stores } from "./stores/open-stores.ts";

/** Something with a time to end in, in milliseconds. */
interface Ending {
  stop(given: { readonly graceMs: number }): Promise<void>;
}

/** What a process consists of that has to be let go of, begun or not. */
export interface Parts {
  readonly server: Server;
  readonly connections: LeavingConnections;
  readonly door: Pick<FrontDoor, "close" | "drain" | "giveUp" | "settle">;
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

/** For answers that leave when the time is over. */
const lastWordMs = 500;

/** How long a stop may take. */
export interface StopTimes {
  /** What has been let in may take so long, in milliseconds. */
  readonly graceMs: number;
  /** Of that, so long requests are still answered before the port is closed, as long as somebody is connected. */
  readonly lingerMs: number;
}

/** Lets go of everything, in the order in which one thing needs another. */
export async function stopParts(parts: Parts, { graceMs, lingerMs }: StopTimes): Promise<void> {
  const { server, connections, door, interest, presence, hub, dispatcher, tasks, engine } = parts;
  const deadline = performance.now() + graceMs;
  const left = () => Math.max(0, deadline - performance.now());
  parts.leaving();
  door.close();
  await connections.linger({ lingerMs: Math.min(lingerMs, graceMs) });
  for (const round of parts.rounds) round.stop();
  // Beside the others: a mail server that hangs takes nothing from the time of executions.
  const unwatched = parts.watched()?.stop({ graceMs: left() });
  interest.close();
  const closed = connections.close();
  presence.close();
  hub.close();
  // Those who wait for an answer get it while there is time; then they are told that their executions go on later.
  await Promise.race([door.drain(), delay(left(), undefined, { ref: false })]);
  door.giveUp();
  await Promise.race([door.drain(), delay(lastWordMs, undefined, { ref: false })]);
  await dispatcher.stop({ graceMs: left() });
  await tasks.stop({ graceMs: left() });
  await engine.stop({ graceMs: left() });
  await unwatched;
  const cut = setTimeout(() => server.closeAllConnections(), left());
  await closed;
  clearTimeout(cut);
  // Connections that were open still have been refused since: now there are none left.
  await door.settle();
  await parts.sandbox.close();
  await parts.outgoing.close();
  await Promise.race([parts.passwordResets.settle(), delay(left(), undefined, { ref: false })]);
  await parts.tracing?.close();
  await parts.stores.close();
}
