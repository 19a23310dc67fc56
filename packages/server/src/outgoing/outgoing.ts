import type {
  DatabaseQuery,
  DatabaseResult,
  MailReceipt,
  OutgoingMail,
} from "@sluice/workflow/node-contract";
import { guardedSockets, lookupAll } from "./connect.ts";
import type { Databases } from "./database/databases.ts";
import { createAddressGuard } from "./guard-address.ts";
import type { Mailer } from "./mail.ts";
import type { Outgoing, OutgoingGiven } from "./send.ts";

/** All ways out. */
export interface WaysOut extends Outgoing {
  mail(mail: OutgoingMail): Promise<MailReceipt>;
  verifyMail: Mailer["verify"];
  query(query: DatabaseQuery): Promise<DatabaseResult>;
}

export interface WaysOutGiven extends OutgoingGiven {
  /** Database files that may be opened, or folders of them. */
  readonly sqliteFiles?: readonly string[];
  /** Where no file may be opened, whatever is allowed: Sluice's own data. */
  readonly ownFolder?: string;
}

/**
 * The ways out, each loaded when it is first taken: the HTTP client takes 6 MB and 0.1 s of a start, and many servers only
 * take deliveries in.
 */
export function createOutgoing(given: WaysOutGiven): WaysOut {
  const { allowNetworks, lookup = lookupAll, sqliteFiles = [], ownFolder } = given;
  let made: Promise<Outgoing> | undefined;
  let mailer: Promise<Mailer> | undefined;
  let databases: Promise<Databases> | undefined;
  const make = async (): Promise<Outgoing> => {
    const { createSender } = await import("./send.ts");
    return createSender(given);
  };
  const open = guardedSockets({ guard: createAddressGuard(allowNetworks), lookup });
  const makeMailer = async () => (await import("./mail.ts")).createMailer({ open });
  const makeDatabases = async () => {
    const { createDatabases } = await import("./database/databases.ts");
    return createDatabases({ open, sqliteFiles, ownFolder });
  };
  return {
    async fetch(request) {
      made ??= make();
      return (await made).fetch(request);
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
      await (await made)?.close();
    },
  };
}
