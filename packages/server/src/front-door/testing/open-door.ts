import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { runners } from "@sluice/nodes/runners";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { createEngine, type Engine } from "../../engine/engine.ts";
import type { AnyRunner } from "../../engine/plan-node.ts";
import { nothingOutside } from "../../engine/reach.ts";
import { createLiveHub } from "../../live/hub.ts";
import { createCallbackSigner } from "../../secrets/callback-signature.ts";
import { deriveVaultKey } from "../../secrets/key.ts";
import { createStatusSigner } from "../../secrets/status-signature.ts";
import { openVault } from "../../secrets/vault.ts";
import { createSqliteDeliveriesStore } from "../../stores/deliveries/sqlite.ts";
import { createSqliteDriftStore } from "../../stores/drift/sqlite.ts";
import { createSqliteExecutionsStore } from "../../stores/executions/sqlite.ts";
import { createSqliteIntakeStore } from "../../stores/intake/sqlite.ts";
import type { IntakeStore } from "../../stores/intake/store.ts";
import { createSqliteSecretsStore } from "../../stores/secrets/sqlite.ts";
import { createSqliteSendersStore } from "../../stores/senders/sqlite.ts";
import { createSqliteWaitsStore } from "../../stores/waits/sqlite.ts";
import { createSqliteWorkflowsStore } from "../../stores/workflows/sqlite.ts";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { draftFor } from "../../workflows/draft-secrets.ts";
import { createFrontDoor, type FrontDoor, type FrontDoorDependencies } from "../front-door.ts";
import type { BrakeLimits } from "../guards/brake.ts";

export interface OpenDoorOptions {
  readonly runners?: Readonly<Record<string, AnyRunner>>;
  readonly door?: Partial<FrontDoorDependencies>;
  readonly concurrency?: number;
  readonly queueLimit?: number;
  /** Stands between the door and the real intake. */
  readonly intake?: (real: IntakeStore) => IntakeStore;
}

/** Tests of credentials give wrong ones on purpose; those of the brake hand in their own. */
const hardlyBraked: BrakeLimits = {
  perTrigger: { capacity: 100_000, fullInMs: 1 },
  overall: { capacity: 100_000, fullInMs: 1 },
  ...{ freeAttempts: 100_000, stepMs: 0, mostMs: 0 },
};

export type OpenDoor = Awaited<ReturnType<typeof openDoor>>;

/** A real door on a free port before a real engine and a real database, and what a test asks of them. */
export async function openDoor(options: OpenDoorOptions = {}) {
  const { database, folder, remove } = temporaryDatabase();
  const workflows = createSqliteWorkflowsStore(database);
  const deliveries = createSqliteDeliveriesStore(database);
  const executions = createSqliteExecutionsStore(database);
  const real = createSqliteIntakeStore(database);
  const drift = createSqliteDriftStore(database);
  const intake = options.intake?.(real) ?? real;
  const senders = createSqliteSendersStore(database);
  const waits = createSqliteWaitsStore(database);
  const signer = createCallbackSigner("a key for tests");
  const key = deriveVaultKey("a key for tests");
  const vault = await openVault({ key, store: createSqliteSecretsStore(database), clock: Date.now });
  const statusSigner = createStatusSigner("a key for tests");
  const hub = createLiveHub();
  const errors: string[] = [];
  const log = { error: (_: object, message: string) => errors.push(message), info: () => {} };
  const engine: Engine = createEngine({
    ...{ intake, executions, deliveries, waits, hub, log, workflows, secrets: vault, env: { REGION: "eu" } },
    ...{ outside: nothingOutside, callbackUrl: signer.pathOf, statusUrl: statusSigner.pathOf },
    runners: { ...runners, ...options.runners },
    concurrency: options.concurrency ?? 32,
    queueLimit: options.queueLimit ?? 10_000,
  });
  const door: FrontDoor = createFrontDoor({
    kept: async () => ({ refused: 200, filtered: 200, duplicate: 200, held: 10_000 }),
    ...{ workflows, deliveries, intake, drift, engine, hub, log, signer, senders, secrets: vault },
    ...{ maxBodyBytes: 4 * 1024 * 1024, brake: hardlyBraked },
    ...{ statusSigner, statusUrl: statusSigner.pathOf, outcome: (id) => executions.outcome(id) },
    ...options.door,
  });
  const server = door.createServer((_, response) => response.writeHead(418).end("not the door"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  door.open();
  let count = 0;

  return {
    ...{
      database,
      folder,
      workflows,
      deliveries,
      executions,
      drift,
      waits,
      senders,
      signer,
      intake,
      engine,
      door,
      hub,
      errors,
      server,
      port,
      vault,
    },
    base: `http://127.0.0.1:${port}`,

    /** Makes a workflow of a document and publishes it. */
    async workflow(document: WorkflowDocument, { publish = true } = {}) {
      count += 1;
      const id = `wf_${count}`;
      const hookKey = randomBytes(16).toString("hex");
      const draft = draftFor({ vault, workflowId: id, document });
      const { revision } = await workflows.create({ id, hookKey, draft, at: Date.now() });
      const listening = { kind: "none" } as const;
      const by = { note: null, by: null, secretIds: draft.secretIds, listening, at: Date.now() };
      if (publish) await workflows.publish({ id, revision, ...by });
      return {
        id,
        revision,
        key: hookKey,
        path: `/hooks/${hookKey}`,
        url: `http://127.0.0.1:${port}/hooks/${hookKey}`,
      };
    },

    /** Publishes another document as the next version of a workflow that has been saved once. */
    async publish(id: string, document: WorkflowDocument): Promise<void> {
      const { revision = 0 } = (await workflows.get(id)) ?? {};
      const draft = draftFor({ vault, workflowId: id, document });
      await workflows.save({ id, revision, draft, at: Date.now() });
      const by = {
        note: null,
        by: null,
        secretIds: draft.secretIds,
        listening: { kind: "none" as const },
        at: Date.now(),
      };
      await workflows.publish({ id, revision: revision + 1, ...by });
    },

    /** Deliveries of a workflow, the refused ones written first. */
    async listed(workflowId: string) {
      await door.settle();
      await intake.drain();
      return deliveries.list({ workflowId, limit: 500 });
    },

    async close() {
      await door.drain();
      await engine.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      remove();
    },
  };
}
