import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { News } from "@sluice/api/schemas";
import type { OutgoingRequest, OutgoingResponse } from "@sluice/workflow/node-contract";
import type { Engine, StatusUrl } from "../engine/engine.ts";
import type { CallbackSigner } from "../secrets/callback-signature.ts";
import type { SecretReader } from "../secrets/secret-reader.ts";
import type { StatusSigner } from "../secrets/status-signature.ts";
import type { DeliveriesStore, NewDelivery } from "../stores/deliveries/store.ts";
import type { DriftStore } from "../stores/drift/store.ts";
import type { ExecutionOutcome } from "../stores/executions/store.ts";
import type { IntakeStore } from "../stores/intake/store.ts";
import type { SendersStore } from "../stores/senders/store.ts";
import type { Hook } from "../stores/workflows/store.ts";
import { BodyRoom } from "./body-room.ts";
import { createCallbacks } from "./callbacks.ts";
import type { BrakeLimits } from "./guards/brake.ts";
import { createPageGuards } from "./guards/pages.ts";
import { createHookPages } from "./hook-pages.ts";
import type { Listening } from "./listening.ts";
import { Receptionist } from "./receive.ts";
import type { KeptAtDoor } from "./refusals.ts";
import { createDoorServer } from "./server.ts";
import { socketAddress } from "./visit.ts";

export interface FrontDoorDependencies {
  /** The part of the workflow store that the door reads. */
  readonly workflows: {
    hookByKey(given: { key: string; at: number }): Promise<Hook | undefined>;
    onChanged(listener: (workflowId: string | null) => void): () => void;
  };
  readonly intake: IntakeStore;
  readonly drift: DriftStore;
  /** The part of the deliveries that the door reads: who has a dedupe key, and how it was answered. */
  readonly deliveries: Pick<DeliveriesStore, "claimedBy" | "firstAnswer">;
  /** How many are kept of those that start nothing, and how many may be held. */
  readonly kept: () => Promise<KeptAtDoor>;
  readonly engine: Engine;
  readonly secrets: SecretReader;
  /** Where "last used" of credentials is kept. */
  readonly senders: SendersStore;
  readonly signer: CallbackSigner;
  readonly statusSigner: StatusSigner;
  /** Where a sender asks what has become of its request. */
  readonly statusUrl: StatusUrl;
  readonly outcome: (executionId: string) => Promise<ExecutionOutcome | undefined>;
  /** Where senders reach this server; left out: by the host name that they asked for. */
  readonly base?: () => string;
  readonly hub: { readonly readers: number; publish(news: News): void };
  /** Hears of what was refused when it is on disk, of a flood a part; never throws. Left out: nobody does. */
  readonly refused?: (delivery: NewDelivery) => void;
  /** Who listens for requests that are refused; left out: nobody. */
  readonly listening?: Listening;
  readonly log: { error(details: object, message: string): void };
  /** Largest body any trigger may take, in bytes (`SLUICE_MAX_BODY_BYTES`). */
  readonly maxBodyBytes: number;
  /** The sender's address, trusted proxies considered; left out: the socket's. */
  readonly addressOf?: (request: IncomingMessage) => string;
  /** Scheme and host as the outside knows them (`SLUICE_PUBLIC_URL`): what some senders sign. */
  readonly publicUrl?: string | undefined;
  /** The guarded way out, for the keys that check tokens; left out: they cannot be fetched. */
  readonly fetch?: (request: OutgoingRequest) => Promise<OutgoingResponse>;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Milliseconds for the headers and for the whole request (10 000 and 30 000). */
  readonly timeouts?: { readonly headersMs?: number; readonly requestMs?: number };
  /** How wrong credentials are slowed down; left out: as docs/protecting.md says. */
  readonly brake?: BrakeLimits;
  /** Connections held at once; left out: what the system's limit of open files leaves room for. */
  readonly maxConnections?: number;
  /** Writes that may wait for their commit before the door answers 503 (default 10 000). */
  readonly waitingLimit?: number;
  /** Bytes of the heap that there are for bodies and what is made of them; left out: all that it has. */
  readonly bodyRoom?: number;
}

export interface FrontDoor {
  /** True when the request is for a trigger URL (`/hooks/…`) or a callback URL (`/callbacks/…`): it is answered then, whatever happens. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** A server whose trigger URLs are answered here and all else by `otherwise`; limits, timeouts and parse errors set. */
  createServer(otherwise: RequestListener): Server;
  /** Lets requests in: before it, 503 `overloaded`. */
  open(): void;
  /** From now on 503. */
  close(): void;
  /** Closes; resolves when every request that was let in is answered and every refusal is written. */
  drain(): Promise<void>;
  /** Whoever still waits for a workflow's answer gets 504: its execution goes on at the next start. */
  giveUp(): void;
  /** Resolves when every refusal, drift and use of a credential so far is written: for those who are about to read them. */
  settle(): Promise<void>;
}

const defaultTimeouts = { headersMs: 10_000, requestMs: 30_000 };

/** The door of all trigger URLs (README: the way of a delivery). */
export function createFrontDoor(dependencies: FrontDoorDependencies): FrontDoor {
  const timeouts = { ...defaultTimeouts, ...dependencies.timeouts };
  const { addressOf = socketAddress, engine, bodyRoom: most } = dependencies;
  const room = new BodyRoom({ most, held: () => engine.load.heldBytes });
  const receptionist = new Receptionist(dependencies, { ...timeouts, room });
  const callbacks = createCallbacks({
    ...{ engine, room, signer: dependencies.signer, log: dependencies.log },
    requestMs: timeouts.requestMs,
    addressOf,
  });
  const { statusSigner, outcome, log, base, clock = Date.now } = dependencies;
  const pages = createHookPages({
    find: (key) => receptionist.find(key),
    status: { signer: statusSigner, outcome, clock },
    guards: createPageGuards(clock),
    addressOf,
    base: base ?? (({ headers }) => `http://${headers.host ?? "localhost"}`),
    log,
  });
  const door: FrontDoor = {
    handle: (request, response) =>
      pages.handle(request, response) ||
      receptionist.handle(request, response) ||
      callbacks.handle(request, response),
    createServer: (otherwise) =>
      createDoorServer({ door, otherwise, timeouts, maxConnections: dependencies.maxConnections }),
    open: () => receptionist.open(),
    close: () => receptionist.close(),
    drain: () => receptionist.drain(),
    giveUp: () => receptionist.giveUp(),
    settle: () => receptionist.settle(),
  };
  return door;
}
