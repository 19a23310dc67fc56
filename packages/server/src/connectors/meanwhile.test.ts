import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPostgresConnectorsStore } from "../stores/connectors/postgres.ts";
import { createSqliteConnectorsStore } from "../stores/connectors/sqlite.ts";
import type { ConnectorsStore } from "../stores/connectors/store.ts";
import { describeOnPostgres, temporaryPostgres } from "../testing/postgres/temporary-postgres.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { type Connectors, createConnectors } from "./connectors.ts";

interface StoreUnderTest {
  readonly store: ConnectorsStore;
  readonly remove: () => void | Promise<void>;
}

const source = { kind: "url", url: "https://shop.example/openapi.json" } as const;
const documentOf = (version: string, operationId: string) =>
  JSON.stringify({
    ...{ openapi: "3.1.0", info: { title: "Shop", version }, servers: [{ url: "/v1" }] },
    paths: { "/orders": { get: { operationId, responses: {} } } },
  });

/** What an import keeps of others' changes that come while it fetches, and while it writes. */
function meanwhileCases(open: () => Promise<StoreUnderTest>): void {
  let under: StoreUnderTest;
  let connectors: Connectors;
  let document: string;
  /** Happens while a document is fetched. */
  let whileFetching: () => Promise<unknown>;
  /** Happens between what an import or a change has read and what it writes. */
  let beforeWriting: () => Promise<unknown>;
  beforeEach(async () => {
    under = await open();
    document = documentOf("1", "list");
    [whileFetching, beforeWriting] = [async () => {}, async () => {}];
    connectors = createConnectors({
      store: {
        ...under.store,
        update: async (given) => {
          await beforeWriting();
          return under.store.update(given);
        },
      },
      async fetch({ url }) {
        const text = document;
        await whileFetching();
        return { status: 200, headers: [], body: Buffer.from(text), url };
      },
      // Time stands still: two changes in one millisecond are told apart all the same.
      clock: () => 1000,
    });
    await connectors.create({ source });
  });
  afterEach(() => under.remove());

  const once = (work: () => Promise<unknown>) => {
    let left = 1;
    return async () => {
      if (left-- > 0) await work();
    };
  };
  /** Another process on the same database. */
  const other = () =>
    createConnectors({
      store: under.store,
      clock: () => 1000,
      fetch: () => Promise.reject(new Error("nothing is fetched here")),
    });

  it("keeps a name and a base URL that were given while it was fetched", async () => {
    document = documentOf("2", "listAll");
    const baseUrl = "https://sandbox.example";
    whileFetching = once(() => other().change({ id: "shop", name: "The shop", baseUrl }));
    const { connector, changes } = await connectors.update({ id: "shop" });
    expect(connector).toMatchObject({ name: "The shop", baseUrl, version: "2" });
    expect(changes).toMatchObject({ added: [{ id: "listAll" }], removed: [{ id: "list" }], baseUrl: null });
    expect(await connectors.get("shop")).toEqual(connector);
  });

  it("tries once more where somebody was faster with the writing, whoever that was", async () => {
    document = documentOf("2", "listAll");
    beforeWriting = once(() => other().change({ id: "shop", name: "The shop" }));
    await connectors.update({ id: "shop" });
    beforeWriting = once(() => other().change({ id: "shop", baseUrl: "https://sandbox.example" }));
    await connectors.change({ id: "shop", name: "Our shop" });
    expect(await connectors.get("shop")).toMatchObject({
      ...{ name: "Our shop", baseUrl: "https://sandbox.example", version: "2" },
      operations: [{ id: "listAll" }],
    });
  });

  it("gives up where others are faster twice, and changes nothing", async () => {
    document = documentOf("2", "listAll");
    let count = 0;
    beforeWriting = () => other().change({ id: "shop", name: `Shop ${++count}` });
    await expect(connectors.update({ id: "shop" })).rejects.toMatchObject({ code: "stale-revision" });
    await expect(connectors.change({ id: "shop", name: "Mine" })).rejects.toMatchObject({
      code: "stale-revision",
    });
    expect(await connectors.get("shop")).toMatchObject({
      ...{ name: "Shop 4", version: "1", operations: [{ id: "list" }] },
    });
  });

  it("does not put the old source back under a connector that comes from elsewhere now", async () => {
    const text = documentOf("3", "fromText").replace('"/v1"', '"https://shop.example/v1"');
    whileFetching = once(() => other().update({ id: "shop", source: { kind: "text", text } }));
    await expect(connectors.update({ id: "shop" })).rejects.toMatchObject({ code: "stale-revision" });
    expect(await connectors.get("shop")).toMatchObject({ source: { kind: "text" }, version: "3" });
  });

  it("finds none that was deleted meanwhile", async () => {
    whileFetching = once(() => other().delete({ id: "shop", force: true }));
    await expect(connectors.update({ id: "shop" })).rejects.toMatchObject({ code: "connector-not-found" });
    await expect(connectors.get("shop")).rejects.toMatchObject({ code: "connector-not-found" });
  });
}

describe("a connector that others change meanwhile, in SQLite", () => {
  meanwhileCases(async () => {
    const { database, remove } = temporaryDatabase();
    return { store: createSqliteConnectorsStore(database), remove };
  });
});

describeOnPostgres("a connector that others change meanwhile, in PostgreSQL", () => {
  meanwhileCases(async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    return { store: createPostgresConnectorsStore(database), remove };
  });
});
