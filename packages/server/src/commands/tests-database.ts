import { join } from "node:path";
import type { TestResult } from "@sluice/api/schemas";
import { runners } from "@sluice/nodes/runners";
import { systemClock } from "../clock.ts";
import type { Config } from "../config.ts";
import { createLocalBroadcast } from "../live/local-broadcast.ts";
import { createLog } from "../log.ts";
import { createSandbox } from "../sandbox/sandbox.ts";
import { deriveVaultKey } from "../secrets/key.ts";
import { masterKeyFor } from "../secrets/key-file.ts";
import { openVault } from "../secrets/vault.ts";
import { openDatabase } from "../stores/database/database.ts";
import { openPostgres } from "../stores/database/postgres/database.ts";
import { createPostgresSecretsStore } from "../stores/secrets/postgres.ts";
import { createSqliteSecretsStore } from "../stores/secrets/sqlite.ts";
import type { SecretsStore } from "../stores/secrets/store.ts";
import { createPostgresTestCasesStore } from "../stores/test-cases/postgres.ts";
import { createSqliteTestCasesStore } from "../stores/test-cases/sqlite.ts";
import type { TestCasesStore } from "../stores/test-cases/store.ts";
import { createPostgresWorkflowsStore } from "../stores/workflows/postgres.ts";
import { createSqliteWorkflowsStore } from "../stores/workflows/sqlite.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";
import { tryRequests } from "../test-cases/try-requests.ts";

/** Test cases as the command line works on them. */
export interface WorkflowTests {
  workflows(): Promise<{ id: string; name: string }[]>;
  /** Of the draft (`version` null) or a version. Undefined: there is no such version. */
  run(given: { id: string; version: number | null }): Promise<TestResult[] | undefined>;
}

interface Stores {
  readonly workflows: WorkflowsStore;
  readonly secrets: SecretsStore;
  readonly testCases: TestCasesStore;
}

const pageSize = 200;

/** Works on test cases, also while servers run on the same database: it only reads. */
export async function withTests<Result>(
  config: Config,
  work: (tests: WorkflowTests) => Promise<Result>,
): Promise<Result> {
  const { stores, close } = await open(config);
  const sandbox = createSandbox();
  try {
    return await work(await testsOn(config, stores, sandbox));
  } finally {
    await sandbox.close();
    await close();
  }
}

async function open(config: Config): Promise<{ stores: Stores; close: () => Promise<void> }> {
  const { databaseUrl, data } = config;
  if (databaseUrl !== undefined) {
    const database = await openPostgres({ url: databaseUrl });
    const stores = {
      workflows: createPostgresWorkflowsStore(database, createLocalBroadcast()),
      secrets: createPostgresSecretsStore(database),
      testCases: createPostgresTestCasesStore(database),
    };
    return { stores, close: () => database.close() };
  }
  const database = openDatabase({ file: join(data, "sluice.db") });
  const stores = {
    workflows: createSqliteWorkflowsStore(database),
    secrets: createSqliteSecretsStore(database),
    testCases: createSqliteTestCasesStore(database),
  };
  return { stores, close: async () => database.close() };
}

async function testsOn(
  config: Config,
  { workflows, secrets, testCases }: Stores,
  sandbox: ReturnType<typeof createSandbox>,
): Promise<WorkflowTests> {
  const masterKey = await masterKeyFor({
    ...{ dataFolder: config.data, configured: config.secretKey, store: secrets },
  });
  const vault = await openVault({ key: deriveVaultKey(masterKey), store: secrets, clock: systemClock });
  const trying = {
    ...{ runners, secrets: vault, maxBodyBytes: config.maxBodyBytes, env: { ...config.env } },
    ...{ callbackUrl: () => "", log: createLog(config.logLevel), clock: systemClock },
    sandbox: (...given: Parameters<typeof sandbox.run>) => sandbox.run(...given),
  };
  return {
    async workflows() {
      const all: { id: string; name: string }[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await workflows.list({ limit: pageSize, ...(cursor ? { cursor } : {}) });
        for (const { id, name } of page.items) all.push({ id, name });
        cursor = page.nextCursor;
      }
      return all;
    },
    async run({ id, version }) {
      const found =
        version === null
          ? (await workflows.get(id))?.draft
          : (await workflows.version({ id, version }))?.document;
      if (!found) return undefined;
      const cases = await testCases.ofWorkflow(id);
      return tryRequests(trying, { workflowId: id, version, document: found, testCases: cases });
    },
  };
}
