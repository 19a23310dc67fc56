import type {
  DatabaseQuery,
  DatabaseResult,
  MailReceipt,
  OutgoingMail,
} from "@sluice/workflow/node-contract";
import { type Clock, systemClock } from "../clock.ts";
import type { PacesStore } from "../stores/paces/store.ts";
import type { Lookup } from "./connect.ts";
import type { Databases } from "./database/databases.ts";
import { type AddressGuard, createAddressGuard } from "./guard-address.ts";
import type { Mailer } from "./mail.ts";
import type { Outgoing } from "./send.ts";

/** All ways out. */
export interface WaysOut extends Outgoing {
  /** What all of them ask before they connect. */
  readonly guard: AddressGuard;
  mail(mail: OutgoingMail): Promise<MailReceipt>;
  verifyMail: Mailer["verify"];
  query(query: DatabaseQuery): Promise<DatabaseResult>;
}

export interface WaysOutGiven {
  /** Networks that may be reached although they are not public. */
  readonly allowNetworks: readonly string[];
  /** Left out: the system's. */
  readonly lookup?: Lookup;
  /** Database files that may be opened, or folders of them. */
  readonly sqliteFiles?: readonly string[];
  /** Where no file may be opened, whatever is allowed: Sluice's own data. */
  readonly ownFolder?: string;
  /** Paces that this process shares with others; left out: it keeps its own. */
  readonly paces?: PacesStore | null;
  /** When requests are signed; left out: now. */
  readonly clock?: Clock;
}

/**
 * The ways out, each loaded when it is first taken: the HTTP client takes 6 MB and 0.1 s of a start, and many servers only
 * take deliveries in.
 */
export function createOutgoing(given: WaysOutGiven): WaysOut {
  const { allowNetworks, lookup, sqliteFiles = [], ownFolder, clock = systemClock, paces = null } = given;
  const guarded = { guard: createAddressGuard(allowNetworks), lookup };
  let sender: Promise<Outgoing> | undefined;
  let mailer: Promise<Mailer> | undefined;
  let databases: Promise<Databases> | undefined;
  const makeSender = async () => (await import("./send.ts")).createSender({ ...guarded, clock, paces });
  const openSocket = async () => (await import("./connect.ts")).guardedSockets(guarded);
  const makeMailer = async () => (await import("./mail.ts")).createMailer({ open: await openSocket() });
  const makeDatabases = async () => {
    const { createDatabases } = await import("./database/databases.ts");
    return createDatabases({ open: await openSocket(), sqliteFiles, ownFolder });
  };
  return {
    guard: guarded.guard,
    async fetch(request) {
      sender ??= makeSender();
      return (await sender).fetch(request);
    },
    async mail(mail) {
      mailer ??= makeMailer();
      return (await mailer).send(mail);
    },
    async verifyMail(asked) {
      mailer ??= makeMailer();
      return (await mailer).verify(asked);
    },
    async query(query) {
      databases ??= makeDatabases();
      return (await databases).query(query);
    },
    async close() {
      (await databases)?.close();
      await (await sender)?.close();
    },
  };
}
