import type { ConnectorOperation } from "@sluice/workflow/connectors";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { CredentialsStoreUnderTest } from "../credentials/store.cases.ts";
import type { ConnectorRecord, ConnectorsStore } from "./store.ts";

export interface ConnectorsStoreUnderTest extends Omit<CredentialsStoreUnderTest, "store"> {
  readonly store: ConnectorsStore;
}

/** What every back end of the connectors store promises. */
export function connectorsStoreCases(open: () => Promise<ConnectorsStoreUnderTest>): void {
  let under: ConnectorsStoreUnderTest;
  let store: ConnectorsStore;
  beforeEach(async () => {
    under = await open();
    store = under.store;
  });
  afterEach(() => under.remove());

  it("gives back what it was given, operations in their order", async () => {
    const operations = ["zeta", "alpha", "Mid"].map((id) =>
      operation({ id, tag: `é ${id}`, deprecated: id === "Mid" }),
    );
    expect(await store.create({ record: record(), operations })).toBe(true);
    expect(await store.get("shop")).toEqual(record());
    expect(await store.get("%")).toBeUndefined();
    expect(await store.operations("shop")).toEqual(operations);
    expect(await store.operation({ connectorId: "shop", id: "alpha" })).toEqual(operations[1]);
    expect(await store.operation({ connectorId: "shop", id: "ALPHA" })).toBeUndefined();
    expect(await store.list()).toEqual([{ record: record(), operationCount: 3 }]);
  });

  it("takes as many operations as a connector may have", async () => {
    const operations = Array.from({ length: 600 }, (_, index) => operation({ id: `o${index}` }));
    await store.create({ record: record(), operations });
    expect((await store.heads()).map(({ id }) => id)).toEqual(operations.map(({ id }) => id));
  });

  it("lists connectors and their operations by name, whatever the case", async () => {
    for (const name of ["beta", "Alpha", "gamma"]) {
      const id = name.toLowerCase();
      await store.create({
        record: record({ id, name }),
        operations: id === "gamma" ? [] : [operation({ id })],
      });
    }
    expect(
      (await store.list()).map(({ record: { name }, operationCount }) => [name, operationCount]),
    ).toEqual([
      ["Alpha", 1],
      ["beta", 1],
      ["gamma", 0],
    ]);
    expect(await store.heads()).toEqual(
      ["Alpha", "beta"].map((connectorName) => ({
        ...{ connector: connectorName.toLowerCase(), connectorName, id: connectorName.toLowerCase() },
        ...{ method: "GET", path: "/things", summary: "Lists things", tag: null, deprecated: false },
      })),
    );
  });

  it("keeps ids and names apart, whatever the name's case", async () => {
    await store.create({ record: record(), operations: [operation()] });
    expect(await store.create({ record: record({ id: "other", name: "SHOP" }), operations: [] })).toBe(false);
    expect(await store.create({ record: record({ name: "Other" }), operations: [] })).toBe(false);
    await store.create({ record: record({ id: "other", name: "Other" }), operations: [] });
    expect(await store.update({ record: record({ id: "other", name: "sHop" }), readAt: 7 })).toBe(
      "name-taken",
    );
    expect(await store.update({ record: record({ name: "SHOP" }), readAt: 7 })).toBe("updated");
    expect(await store.update({ record: record({ id: "none", name: "None" }), readAt: 7 })).toBe("missing");
    expect((await store.operations("shop")).length).toBe(1);
  });

  it("replaces operations as a whole, and keeps when it was made", async () => {
    await store.create({ record: record(), operations: [operation({ id: "a" }), operation({ id: "b" })] });
    const change = record({ hash: "2", baseUrl: "https://b.example", createdAt: 99, updatedAt: 100 });
    const given = { record: change, operations: [operation({ id: "c" })] };
    expect(await store.update({ ...given, readAt: 6 })).toBe("changed");
    expect(await store.get("shop")).toEqual(record());
    expect(await store.operations("shop")).toHaveLength(2);
    expect(await store.update({ ...given, readAt: 7 })).toBe("updated");
    expect(await store.get("shop")).toEqual({ ...change, createdAt: 7 });
    expect((await store.operations("shop")).map(({ id }) => id)).toEqual(["c"]);
  });

  it("lets one of those win who have read the same", async () => {
    await store.create({ record: record(), operations: [] });
    const outcomes = await Promise.all(
      ["a", "b", "c"].map((id, index) =>
        store.update({
          record: record({ hash: id, updatedAt: 8 + index }),
          operations: [operation({ id })],
          readAt: 7,
        }),
      ),
    );
    expect(outcomes.toSorted()).toEqual(["changed", "changed", "updated"]);
    const { hash } = (await store.get("shop")) ?? {};
    expect((await store.operations("shop")).map(({ id }) => id)).toEqual([hash]);
  });

  it("deletes once, with the operations", async () => {
    await store.create({ record: record(), operations: [operation()] });
    expect(await store.delete("shop")).toBe(true);
    expect(await store.delete("shop")).toBe(false);
    expect(await store.heads()).toEqual([]);
  });

  it("finds the drafts and published versions that may refer to one", async () => {
    const [using, plain] = [referring(true), referring(false)];
    await under.putWorkflow({ id: "wf_1", draft: using });
    await under.putWorkflow({ id: "wf_2", draft: plain, published: using });
    await under.putWorkflow({ id: "wf_3", draft: plain });
    await under.putWorkflow({ id: "wf_4", draft: using, trashed: true });
    const found = await store.referring();
    expect(found.map(({ workflowId }) => workflowId).sort()).toEqual(["wf_1", "wf_2"]);
    expect(found.map(({ document }) => document)).toEqual([using, using]);
  });
}

function record(more: Partial<ConnectorRecord> = {}): ConnectorRecord {
  return {
    ...{ id: "shop", name: "Shop", description: "Sells “things”", version: "1.2", hash: "1" },
    ...{ baseUrl: "https://own.example", documentBaseUrl: "https://shop.example/v1" },
    source: { kind: "url", url: "https://shop.example/openapi.json" },
    signIn: [
      {
        ...{ name: "key", kind: "header", parameter: "X-Key", description: "" },
        ...{ authorizationUrl: null, tokenUrl: null, scopes: [] },
      },
    ],
    ...{ createdAt: 7, updatedAt: 7 },
    ...more,
  };
}

function operation(more: Partial<ConnectorOperation> = {}): ConnectorOperation {
  return {
    ...{
      id: "listThings",
      method: "GET",
      path: "/things",
      summary: "Lists things",
      tag: null,
      deprecated: false,
    },
    ...{ description: "", baseUrl: null, bodyKind: "none", signIn: ["key"] },
    parameters: [
      { in: "query", name: "limit", at: [], description: "", required: false, type: "integer", start: 10 },
    ],
    ...more,
  };
}

function referring(isMade: boolean): WorkflowDocument {
  const config = isMade ? { operation: { operation: "listThings", connector: "shop" } } : {};
  return {
    ...{ format: 1, name: "w", mode: "async", trigger: { type: "webhook", config: {} } },
    nodes: { call: { type: "http", config } },
    edges: [{ from: "trigger", to: "call" }],
  };
}
