import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { CredentialRecord, CredentialsStore } from "./store.ts";

export interface CredentialsStoreUnderTest {
  readonly store: CredentialsStore;
  /** Makes a workflow whose draft and, if given, published version are these. */
  readonly putWorkflow: (given: {
    id: string;
    draft: WorkflowDocument;
    published?: WorkflowDocument;
    trashed?: boolean;
  }) => Promise<void>;
  readonly remove: () => void | Promise<void>;
}

/** What every back end of the credentials store promises. */
export function credentialsStoreCases(open: () => Promise<CredentialsStoreUnderTest>): void {
  let under: CredentialsStoreUnderTest;
  let store: CredentialsStore;
  beforeEach(async () => {
    under = await open();
    store = under.store;
  });
  afterEach(() => under.remove());

  it("gives back every byte", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    const made = record({ ciphertext: bytes, hosts: ["a.example", "*.b.example"], shown: "Ada é" });
    expect(await store.create(made)).toBe(true);
    expect(await store.get("cred_1")).toEqual(made);
    expect(await store.get("cred_2")).toBeUndefined();
    expect(await store.get("%")).toBeUndefined();
  });

  it("lists by name, whatever the case", async () => {
    await store.create(record({ id: "cred_1", name: "beta" }));
    await store.create(record({ id: "cred_2", name: "Alpha" }));
    await store.create(record({ id: "cred_3", name: "gamma" }));
    expect((await store.list()).map(({ name }) => name)).toEqual(["Alpha", "beta", "gamma"]);
    expect(await store.ids()).toEqual(new Set(["cred_1", "cred_2", "cred_3"]));
  });

  it("keeps names apart, whatever the case", async () => {
    await store.create(record({ id: "cred_1", name: "Shop" }));
    expect(await store.create(record({ id: "cred_2", name: "shop" }))).toBe(false);
    expect(await store.ids()).toEqual(new Set(["cred_1"]));
    await store.create(record({ id: "cred_2", name: "Other" }));
    expect(await store.update(record({ id: "cred_2", name: "SHOP" }))).toBe("name-taken");
    expect((await store.get("cred_2"))?.name).toBe("Other");
  });

  it("changes everything but when it was made", async () => {
    await store.create(record());
    const change = record({
      ...{ name: "New", type: "header", shown: "x-key", hosts: ["c.example"], keyId: "k2" },
      ...{ nonce: Buffer.from("n2"), ciphertext: Buffer.from("c2"), createdAt: 99, updatedAt: 100 },
    });
    expect(await store.update(change)).toBe("updated");
    expect(await store.get("cred_1")).toEqual({ ...change, createdAt: 7 });
    expect(await store.update(record({ id: "cred_9", name: "Nine" }))).toBe("missing");
    expect(await store.update(record({ name: "NEW" }))).toBe("updated");
  });

  it("deletes once", async () => {
    await store.create(record());
    expect(await store.delete("cred_1")).toBe(true);
    expect(await store.delete("cred_1")).toBe(false);
    expect(await store.list()).toEqual([]);
  });

  it("finds the drafts and published versions that refer to one", async () => {
    const using = referring("cred_1");
    const plain = referring(undefined);
    await under.putWorkflow({ id: "wf_1", draft: using });
    await under.putWorkflow({ id: "wf_2", draft: plain, published: using });
    await under.putWorkflow({ id: "wf_3", draft: plain });
    await under.putWorkflow({ id: "wf_4", draft: using, trashed: true });
    const found = await store.referring();
    expect(found.map(({ workflowId }) => workflowId).sort()).toEqual(["wf_1", "wf_2"]);
    expect(found.map(({ document }) => document)).toEqual([using, using]);
  });
}

function record(more: Partial<CredentialRecord> = {}): CredentialRecord {
  return {
    ...{ id: "cred_1", name: "Shop", type: "bearer", shown: null, hosts: [], keyId: "k" },
    ...{ nonce: Buffer.from("n"), ciphertext: Buffer.from("c"), createdAt: 7, updatedAt: 7 },
    ...more,
  };
}

function referring(credential: string | undefined): WorkflowDocument {
  const config = credential === undefined ? {} : { credential: { credential } };
  return {
    ...{ format: 1, name: "w", mode: "async", trigger: { type: "webhook", config: {} } },
    nodes: { call: { type: "http", config } },
    edges: [{ from: "trigger", to: "call" }],
  };
}
