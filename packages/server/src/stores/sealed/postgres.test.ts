import { expect, it } from "vitest";
import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { deriveVaultKey, type VaultKey } from "../../secrets/key.ts";
import { rotate } from "../../secrets/rotate.ts";
import { insistOnKey } from "../../secrets/vault.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresCredentialsStore } from "../credentials/postgres.ts";
import { createPostgresIntakeStore } from "../intake/postgres.ts";
import { createPostgresOAuthStore } from "../oauth/postgres.ts";
import { createPostgresSecretsStore } from "../secrets/postgres.ts";
import { createPostgresSubscriptionsStore } from "../subscriptions/postgres.ts";
import { createPostgresWorkflowsStore } from "../workflows/postgres.ts";
import { createPostgresSealedStore } from "./postgres.ts";
import { sealedStoreCases } from "./store.cases.ts";

describeOnPostgres("on a real server", () => {
  sealedStoreCases("PostgreSQL", async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    return {
      ...{ sealed: createPostgresSealedStore(database), secrets: createPostgresSecretsStore(database) },
      credentials: createPostgresCredentialsStore(database),
      subscriptions: createPostgresSubscriptionsStore(database),
      oauth: createPostgresOAuthStore(database),
      workflows: createPostgresWorkflowsStore(database, createLocalBroadcast()),
      remove,
    };
  });

  it("knows the processes that have given a sign of life", async () => {
    const { database, remove } = await temporaryPostgres();
    const sealed = createPostgresSealedStore(database);
    const intake = createPostgresIntakeStore(database);
    expect(await sealed.processes()).toEqual({ count: 0, untilMs: 0 });
    const now = Date.now();
    await intake.heartbeat({ worker: "wrk_1", now, until: now + 60_000 });
    await intake.heartbeat({ worker: "wrk_2", now, until: now - 60_000 });
    const { count, untilMs } = await sealed.processes();
    expect(count).toBe(1);
    expect(untilMs).toBeGreaterThan(0);
    // Whoever looked before it came looks again where the key is replaced.
    const [oldKey, newKey] = ["old", "new"].map((name) => deriveVaultKey(`the ${name} master key here`)) as [
      VaultKey,
      VaultKey,
    ];
    await insistOnKey({ key: oldKey, store: createPostgresSecretsStore(database), clock: () => 1 });
    const rotating = { store: sealed, oldKey, newKey, clock: () => 1 };
    await expect(rotate(rotating)).rejects.toThrow(/A server was started while/);
    expect(await sealed.keyIds()).toEqual([oldKey.id]);
    await intake.forgetWorkers({ worker: "wrk_1", others: false, now });
    expect(await rotate(rotating)).toMatchObject({ changed: true });
    await remove();
  });
});
