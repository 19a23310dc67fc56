// A door of its own process, to be killed: prints where it listens; the database is the file it is given. Suspects of a
// crash wait as long as it took, not the usual multiple of that, so that a test is not all waiting.
import type { AddressInfo } from "node:net";
import { runners } from "@sluice/nodes/runners";
import { createEngine } from "../../engine/engine.ts";
import { nothingOutside } from "../../engine/reach.ts";
import { createLiveHub } from "../../live/hub.ts";
import { createCallbackSigner } from "../../secrets/callback-signature.ts";
import { createStatusSigner } from "../../secrets/status-signature.ts";
import { openDatabase } from "../../stores/database/database.ts";
import { createSqliteDeliveriesStore } from "../../stores/deliveries/sqlite.ts";
import { createSqliteDriftStore } from "../../stores/drift/sqlite.ts";
import { createSqliteExecutionsStore } from "../../stores/executions/sqlite.ts";
import { createSqliteIntakeStore } from "../../stores/intake/sqlite.ts";
import { startIntakeThread } from "../../stores/intake/thread.ts";
import { createSqliteSendersStore } from "../../stores/senders/sqlite.ts";
import { createSqliteWaitsStore } from "../../stores/waits/sqlite.ts";
import { createSqliteWorkflowsStore } from "../../stores/workflows/sqlite.ts";
import { createFrontDoor } from "../front-door.ts";
import { runRisky } from "./risky-node.ts";

const database = openDatabase({ file: process.argv[2] ?? "" });
const workflows = createSqliteWorkflowsStore(database);
const deliveries = createSqliteDeliveriesStore(database);
const executions = createSqliteExecutionsStore(database);
const writer = startIntakeThread(database);
const intake = createSqliteIntakeStore(database, { writer });
const drift = createSqliteDriftStore(database);
const waits = createSqliteWaitsStore(database);
const signer = createCallbackSigner("a key for tests");
const statusSigner = createStatusSigner("a key for tests");
const hub = createLiveHub();
const log = {
  error: (details: object, message: string) => console.error(message, details),
  info: () => {},
};
const secrets = { reveal: async () => undefined };
const engine = createEngine({
  ...{ intake, executions, deliveries, waits, hub, log, workflows, secrets, env: {} },
  runners: { ...runners, risky: runRisky },
  trialWaits: { least: 500, most: 30_000, factor: 1 },
  ...{ outside: nothingOutside, callbackUrl: signer.pathOf, statusUrl: statusSigner.pathOf },
});
const door = createFrontDoor({
  kept: async () => ({ refused: 200, filtered: 200, duplicate: 200, held: 10_000 }),
  senders: createSqliteSendersStore(database),
  ...{ workflows, deliveries, intake, drift, engine, hub, log, secrets, signer, maxBodyBytes: 1024 * 1024 },
  ...{ statusSigner, statusUrl: statusSigner.pathOf, outcome: (id) => executions.outcome(id) },
});
const server = door.createServer((_, response) => response.writeHead(418).end());
await writer.started;
await engine.start();
server.listen(0, "127.0.0.1", () => {
  door.open();
  console.log((server.address() as AddressInfo).port);
});
