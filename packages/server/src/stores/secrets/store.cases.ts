import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { WorkflowsStore } from "../workflows/store.ts";
import type { SecretRecord, SecretsStore } from "./store.ts";

const document: WorkflowDocument = {
  ...{ format: 1, name: "w", mode: "async", trigger: { type: "webhook", config: {} }, nodes: {}, edges: [] },
};

export interface SecretsStoreUnderTest {
  readonly store: SecretsStore;
  /** Secrets come in with the drafts that hold them. */
  readonly workflows: Pick<WorkflowsStore, "create">;
  readonly remove: () => void | Promise<void>;
}

/** What every back end of the secrets store promises. */
export function secretsStoreCases(open: () => Promise<SecretsStoreUnderTest>): void {
  let under: SecretsStoreUnderTest;
  beforeEach(async () => {
    under = await open();
  });
  afterEach(() => under.remove());

  const put = async (one: SecretRecord) => {
    const draft = { document, meaning: "m", newSecrets: [one], secretIds: [one.id] };
    await under.workflows.create({ id: one.workflowId, hookKey: one.workflowId, draft, at: 1 });
  };

  it("gives back every byte", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    await put(secret("s1", "w1", bytes));
    expect(await under.store.get("s1")).toEqual(secret("s1", "w1", bytes));
    expect(await under.store.get("s2")).toBeUndefined();
  });

  it("lists those of one workflow", async () => {
    await put(secret("s1", "w1"));
    await put(secret("s2", "w2"));
    expect((await under.store.ofWorkflow("w1")).map(({ id }) => id)).toEqual(["s1"]);
    expect(await under.store.ofWorkflow("w3")).toEqual([]);
  });

  it("keeps the check value of the first key, and takes no other", async () => {
    expect(await under.store.keyIds()).toEqual([]);
    await under.store.rememberKey({ keyId: "k", check: Buffer.from("first"), at: 1 });
    await under.store.rememberKey({ keyId: "k", check: Buffer.from("second"), at: 2 });
    await under.store.rememberKey({ keyId: "other", check: Buffer.from("other"), at: 3 });
    expect(await under.store.keyCheck("k")).toEqual(Buffer.from("first"));
    expect(await under.store.keyCheck("other")).toBeUndefined();
    expect(await under.store.keyIds()).toEqual(["k"]);
  });
}

function secret(id: string, workflowId: string, ciphertext: Uint8Array = Buffer.from("c")): SecretRecord {
  const nonce = Buffer.from("n");
  return { id, workflowId, node: "trigger", field: "f", keyId: "k", nonce, ciphertext, createdAt: 7 };
}
