import { randomBytes } from "node:crypto";
import type { News } from "@sluice/api/schemas";
import { runners } from "@sluice/nodes/runners";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { waitingNode } from "../../front-door/testing/waiting-node.ts";
import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { deriveVaultKey } from "../../secrets/key.ts";
import { openVault } from "../../secrets/vault.ts";
import { openPostgres } from "../../stores/database/postgres/database.ts";
import { createPostgresDeliveriesStore } from "../../stores/deliveries/postgres.ts";
import { createPostgresExecutionsStore } from "../../stores/executions/postgres.ts";
import { createPostgresIntakeStore } from "../../stores/intake/postgres.ts";
import { createPostgresSecretsStore } from "../../stores/secrets/postgres.ts";
import { createPostgresWaitsStore } from "../../stores/waits/postgres.ts";
import { createPostgresWorkflowsStore } from "../../stores/workflows/postgres.ts";
import { installGraphile } from "../../tasks/graphile.ts";
import { startProxy } from "../../testing/postgres/proxy.ts";
import { emptyPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { draftFor } from "../../workflows/draft-secrets.ts";
import { createEngine } from "../engine.ts";
import { nothingOutside } from "../reach.ts";

/** How long a commit without an answer is asked for in these tests, in milliseconds. */
const doubtMs = 300;

/** A started engine on a real PostgreSQL behind a network that a test can cut. `closing`: what is closed after the test. */
export async function startEngineOnPostgres(closing: (() => Promise<unknown>)[]) {
  const { url, remove } = await emptyPostgres();
  closing.push(remove);
  await installGraphile({ url, log: { warn() {}, error() {} } });
  const proxy = await startProxy(url);
  closing.push(() => proxy.close());
  const database = await openPostgres({ url: proxy.url });
  closing.push(() => database.close());
  const workflows = createPostgresWorkflowsStore(database, createLocalBroadcast());
  const executions = createPostgresExecutionsStore(database);
  const intake = createPostgresIntakeStore(database, { doubtMs });
  const vault = await openVault({
    ...{ key: deriveVaultKey("a key for tests"), clock: Date.now },
    store: createPostgresSecretsStore(database),
  });
  const waiting = waitingNode();
  const said: string[] = [];
  const news: News[] = [];
  const note = (_: object, message: string) => said.push(message);
  const engine = createEngine({
    ...{ intake, executions, workflows, secrets: vault, env: {}, alone: false },
    deliveries: createPostgresDeliveriesStore(database),
    waits: createPostgresWaitsStore(database),
    hub: { readers: 1, publish: (one) => news.push(one) },
    log: { error: note, info: note },
    // Asks the database, as whoever knows the types of events does.
    outside: { ...nothingOutside, admit: async () => void (await executions.head("exe_nobody")) },
    callbackUrl: ({ node }) => node,
    runners: { ...runners, waiting: waiting.runner },
  });
  await engine.start();
  closing.push(async () => {
    proxy.heal();
    await engine.stop({ graceMs: 100 });
  });
  let count = 0;
  return {
    ...{ proxy, engine, executions, waiting, said, news },
    run: (document: WorkflowDocument) =>
      engine.run({
        ...{ workflowId: "wf_run", version: null, revision: Math.random(), document },
        ...{ input: {}, waitMs: 50 },
      }),
    async published(document: WorkflowDocument): Promise<string> {
      count += 1;
      const id = `wf_${count}`;
      const draft = draftFor({ vault, workflowId: id, document });
      const hookKey = randomBytes(16).toString("hex");
      const { revision } = await workflows.create({ id, hookKey, draft, at: Date.now() });
      const by = { note: null, by: null, secretIds: draft.secretIds, listening: { kind: "none" as const } };
      await workflows.publish({ id, revision, ...by, at: Date.now() });
      return id;
    },
    /** Longer than a commit is asked for, so that everybody has given up. */
    away: () => new Promise((resolve) => setTimeout(resolve, doubtMs + 1500)),
  };
}
