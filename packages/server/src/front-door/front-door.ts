import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { News } from "@sluice/api/schemas";
import type { Engine } from "../engine/engine.ts";
import type { CallbackSigner } from "../secrets/callback-signature.ts";
import type { SecretReader } from "../secrets/secret-reader.ts";
import type { DeliveriesStore } from "../stores/deliveries/store.ts";
import type { IntakeStore } from "../stores/intake/store.ts";
import type { Hook } from "../stores/workflows/store.ts";
import { createCallbacks } from "./callbacks.ts";
import type { Listening } from "./listening.ts";
import { Receptionist } from "./receive.ts";
import type { KeptAtDoor } from "./refusals.ts";
import { createDoorServer } from "./server.ts";

export interface FrontDoorDependencies {
  /** The part of the workflow store that the door reads. */
  readonly workflows: {
    hookByKey(given: { key: string; at: number }): Promise<Hook | undefined>;
    onChanged(listener: (workflowId: string | null) => void): () => void;
  };
  readonly intake: IntakeStore;
  /** The part of the deliveries that the door reads: who has a dedupe key, and how it was answered. */
  readonly deliveries: Pick<DeliveriesStore, "claimedBy" | "firstAnswer">;
  /** How many are kept of those that start nothing, and how many may be held. */
  readonly kept: () => Promise<KeptAtDoor>;
  readonly engine: Engine;
  readonly secrets: SecretReader;
  readonly signer: CallbackSigner;
  readonly hub: { readonly readers: number; publish(news: News): void };
  /** Who listens for requests that are refused; left out: nobody. */
  readonly listening?: Listening;
  readonly log: { error(details: object, message: string): void };
  /** Largest body any trigger may take, in bytes (`SLUICE_MAX_BODY_BYTES`). */
  readonly maxBodyBytes: number;
  /** The sender's address, trusted proxies considered; left out: the socket's. */
  readonly addressOf?: (request: IncomingMessage) => string;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Milliseconds for the headers and for the whole request (10 000 and 30 000). */
  readonly timeouts?: { readonly headersMs?: number; readonly requestMs?: number };
  /** Writes that may wait for their commit before the door answers 503 (default 10 000). */
  readonly waitingLimit?: number;
}

export interface FrontDoor {
  /** True when the request is for a trigger URL (`/hooks/…`) or a callback URL (`/callbacks/…`): it is answered then, whatever happens. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** A server whose trigger URLs are answered here and all else by `otherwise`; limits, timeouts and parse errors set. */
  createServer(otherwise: RequestListener): Server;
  /** Lets requests in: before it, 503 `overloaded`. */
  open(): void;
  /** From now on 503; resolves when every request that was let in is answered and every refusal is written. */
  drain(): Promise<void>;
  /** Whoever still waits for a workflow's answer gets 504: its execution goes on at the next start. */
  giveUp(): void;
  /** Resolves when every refusal so far is written: for those who are about to read the list of deliveries. */
  settle(): Promise<void>;
}

const defaultTimeouts = { headersMs: 10_000, requestMs: 30_000 };

/** The door of all trigger URLs (README: the way of a delivery). */
export function createFrontDoor(dependencies: FrontDoorDependencies): FrontDoor {
  const timeouts = { ...defaultTimeouts, ...dependencies.timeouts };
  const receptionist = new Receptionist(dependencies, timeouts);
  const callbacks = createCallbacks({
    ...{ engine: dependencies.engine, signer: dependencies.signer, log: dependencies.log },
    requestMs: timeouts.requestMs,
    addressOf: dependencies.addressOf ?? ((request) => request.socket.remoteAddress ?? ""),
  });
  const door: FrontDoor = {
    handle: (request, response) =>
      receptionist.handle(request, response) || callbacks.handle(request, response),
    createServer: (otherwise) => createDoorServer({ door, otherwise, timeouts }),
    open: () => receptionist.open(),
    drain: () => receptionist.drain(),
    giveUp: () => receptionist.giveUp(),
    settle: () => receptionist.settle(),
  };
  return door;
}
