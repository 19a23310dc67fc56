import { expect, it } from "vitest";
import { systemClock } from "./clock.ts";
import { holdKey } from "./held-key.ts";
import { deriveVaultKey } from "./secrets/key.ts";
import { rotate } from "./secrets/rotate.ts";
import { insistOnKey } from "./secrets/vault.ts";
import { createPostgresIntakeStore } from "./stores/intake/postgres.ts";
import { createPostgresSealedStore } from "./stores/sealed/postgres.ts";
import { createPostgresSecretsStore } from "./stores/secrets/postgres.ts";
import type { SecretsStore } from "./stores/secrets/store.ts";
import { isUnavailable } from "./stores/store-unavailable.ts";
import { describeOnPostgres, temporaryPostgres } from "./testing/postgres/temporary-postgres.ts";

const owner = { id: "cred_1", type: "bearer" };
const texts = ["the first key of a whole installation", "the second key of a whole installation"] as const;

describeOnPostgres("the key of processes that share a database", () => {
  it("is looked at again by a process that stood still, before it encrypts anything more", async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    const store = createPostgresSecretsStore(database);
    const intake = createPostgresIntakeStore(database);
    let wall = 0;
    const held = await holdKey({
      ...{ masterKey: texts[0], store, intake, alone: false, clock: systemClock, log: { error() {} } },
      moment: () => ({ wall, steady: 0 }),
    });
    const { vault, lease } = held;
    await lease.begin({ alone: false });
    expect(() => vault.sealCredential({ value: "v", owner })).not.toThrow();
    // It stood still, and the key is what it was.
    wall += 31_000;
    expect(() => vault.sealCredential({ value: "v", owner })).toThrow(/look first/);
    await vault.ready();
    expect(() => vault.sealCredential({ value: "v", owner })).not.toThrow();

    // It stands still again, and its lease is over when the key is changed.
    wall += 31_000;
    await intake.forgetWorkers({ worker: lease.id, others: false, now: Date.now() });
    const [oldKey, newKey] = [deriveVaultKey(texts[0]), deriveVaultKey(texts[1])];
    const sealed = createPostgresSealedStore(database);
    expect(await rotate({ store: sealed, oldKey, newKey, clock: systemClock })).toMatchObject({
      changed: true,
    });
    let refused: unknown;
    try {
      vault.sealCredential({ value: "v", owner });
    } catch (error) {
      refused = error;
    }
    expect(isUnavailable(refused)).toBe(true);
    await expect(vault.ready()).rejects.toThrow(/another key/);
    expect((await held.lost).message).toMatch(/was changed while this process.*Start it again/);
    expect(() => vault.sealCredential({ value: "v", owner })).toThrow(/look first/);
    await lease.end();
    await remove();
  });

  it("is one: of two first starts at once with different ones the second is refused", async () => {
    const { database, remove } = await temporaryPostgres();
    const store = createPostgresSecretsStore(database);
    let looking = 0;
    const both = Promise.withResolvers<void>();
    /** Neither goes on before both have seen an empty table. */
    const together: SecretsStore = {
      ...store,
      keyIds: async () => {
        const ids = await store.keyIds();
        looking += 1;
        if (looking === 2) both.resolve();
        await both.promise;
        return ids;
      },
    };
    const outcomes = await Promise.allSettled(
      texts.map((text) => insistOnKey({ key: deriveVaultKey(text), store: together, clock: systemClock })),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const [refused] = outcomes.filter((one) => one.status === "rejected");
    expect(String(refused?.reason)).toMatch(/encrypted with another key. Start with that SLUICE_SECRET_KEY/);
    expect(await store.keyIds()).toHaveLength(1);
    await remove();
  });
});
