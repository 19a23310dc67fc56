import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SecretRecord, SecretsStore } from "../stores/secrets/store.ts";
import { deriveVaultKey, readMasterKey } from "./key.ts";
import type { SecretOwner } from "./secret-reader.ts";
import { openVault } from "./vault.ts";
import { VaultError } from "./vault-error.ts";

const owner: SecretOwner = { workflowId: "wf_1", node: "trigger", field: "auth.any.*.password" };
const key = deriveVaultKey("a master key of this installation");

/** A store in memory: what is proven here is the cryptography; the real store has its own suite. */
function memoryStore() {
  const records = new Map<string, SecretRecord>();
  const checks = new Map<string, Uint8Array>();
  const store: SecretsStore = {
    get: async (id) => records.get(id),
    ofWorkflow: async (workflowId) =>
      [...records.values()].filter((record) => record.workflowId === workflowId),
    keyCheck: async (keyId) => checks.get(keyId),
    keyIds: async () => [...checks.keys()],
    rememberKey: async ({ keyId, check }) => void checks.set(keyId, check),
  };
  return { store, records };
}

async function vaultWith(...values: string[]) {
  const { store, records } = memoryStore();
  const vault = await openVault({ key, store, clock: () => 1 });
  const sealed = values.map((value) => vault.seal({ value, owner }));
  for (const record of sealed) records.set(record.id, record);
  return { vault, store, records, sealed };
}

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error("there is none");
  return item;
}

describe("the vault", () => {
  it("gives back any value, to its owner", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary", minLength: 1 }).filter((text) => text.isWellFormed()),
        async (value) => {
          const { vault, sealed } = await vaultWith(value);
          expect(await vault.reveal({ id: first(sealed).id, owner })).toBe(value);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("keeps nothing readable in the record", async () => {
    const { sealed } = await vaultWith("canary-5f2a");
    const { ciphertext } = first(sealed);
    expect(Buffer.from(ciphertext).toString("latin1")).not.toContain("canary");
    expect(JSON.stringify(sealed)).not.toContain("canary");
  });

  it("encrypts the same value differently each time", async () => {
    const { sealed } = await vaultWith("same", "same");
    const [one, two] = sealed;
    expect(one?.nonce).toHaveLength(12);
    expect(Buffer.from(one?.nonce ?? []).equals(Buffer.from(two?.nonce ?? []))).toBe(false);
    expect(Buffer.from(one?.ciphertext ?? []).equals(Buffer.from(two?.ciphertext ?? []))).toBe(false);
  });

  it.each([
    ["workflow", { ...owner, workflowId: "wf_2" }],
    ["node", { ...owner, node: "send" }],
    ["field", { ...owner, field: "auth.any.username" }],
  ])("opens nothing for another %s", async (_what, other) => {
    const { vault, sealed } = await vaultWith("value");
    expect(await vault.reveal({ id: first(sealed).id, owner: other })).toBeUndefined();
    expect(await vault.reveal({ id: "sec_unknown", owner })).toBeUndefined();
  });

  it("fails when ciphertexts of two rows are swapped", async () => {
    const { vault, records, sealed } = await vaultWith("one", "two");
    const [one, two] = sealed;
    if (!one || !two) throw new Error("there are two");
    records.set(one.id, { ...two, id: one.id });
    records.set(two.id, { ...one, id: two.id });
    for (const id of [one.id, two.id]) await expect(vault.reveal({ id, owner })).rejects.toThrow(VaultError);
  });

  it("fails when a row is given to another owner", async () => {
    const { vault, records, sealed } = await vaultWith("value");
    const record = first(sealed);
    const thief = { ...owner, workflowId: "wf_thief" };
    records.set(record.id, { ...record, ...thief });
    await expect(vault.reveal({ id: record.id, owner: thief })).rejects.toThrow(/damaged/);
  });

  it("fails on any changed byte, and on a cut one", async () => {
    const { vault, records, sealed } = await vaultWith("value");
    const record = first(sealed);
    for (let index = 0; index < record.ciphertext.length; index += 1) {
      const ciphertext = Uint8Array.from(record.ciphertext);
      ciphertext[index] = (ciphertext[index] ?? 0) ^ 1;
      records.set(record.id, { ...record, ciphertext });
      await expect(vault.reveal({ id: record.id, owner })).rejects.toThrow(VaultError);
    }
    for (const length of [0, 3, record.ciphertext.length - 1]) {
      records.set(record.id, { ...record, ciphertext: record.ciphertext.subarray(0, length) });
      await expect(vault.reveal({ id: record.id, owner })).rejects.toThrow(VaultError);
    }
  });

  it("says nothing of the value in its errors", async () => {
    const { vault, records, sealed } = await vaultWith("canary-5f2a");
    const record = first(sealed);
    records.set(record.id, { ...record, nonce: new Uint8Array(12) });
    const error: unknown = await vault.reveal({ id: record.id, owner }).catch((caught: unknown) => caught);
    expect(String(error)).not.toContain("canary");
  });

  it("does not open with another key than the database was used with", async () => {
    const { store } = await vaultWith("value");
    const attempt = openVault({ key: deriveVaultKey("quite another master key"), store, clock: () => 1 });
    await expect(attempt).rejects.toThrow(/another key.*SLUICE_SECRET_KEY/);
    await expect(openVault({ key, store, clock: () => 1 })).resolves.toBeDefined();
  });
});

describe("a credential's secret", () => {
  const of = (more: Partial<{ id: string; type: string }> = {}) => ({
    id: "cred_1",
    type: "bearer",
    ...more,
  });

  it("opens for its own credential", async () => {
    const { vault } = await vaultWith();
    const sealed = vault.sealCredential({ value: "canary-5f2a é", owner: of() });
    expect(vault.openCredential({ sealed, owner: of() })).toBe("canary-5f2a é");
    expect(Buffer.from(sealed.ciphertext).toString("latin1")).not.toContain("canary");
  });

  it.each([
    ["another credential", of({ id: "cred_2" })],
    ["another type", of({ type: "header" })],
  ])("does not open for %s", async (_, owner) => {
    const { vault } = await vaultWith();
    const sealed = vault.sealCredential({ value: "value", owner: of() });
    expect(() => vault.openCredential({ sealed, owner })).toThrow(VaultError);
  });

  it("is no secret of a document, and none of those is its", async () => {
    const { vault, sealed } = await vaultWith("value");
    const record = first(sealed);
    expect(() => vault.openCredential({ sealed: record, owner: of({ id: record.id }) })).toThrow(VaultError);
  });

  it("does not open with another key", async () => {
    const { vault } = await vaultWith();
    const other = await openVault({
      key: deriveVaultKey("quite another master key"),
      store: memoryStore().store,
      clock: () => 1,
    });
    const sealed = vault.sealCredential({ value: "value", owner: of() });
    expect(() => other.openCredential({ sealed, owner: of() })).toThrow(/another key/);
  });
});

describe("the master key", () => {
  it("is made once, for the owner's eyes only, and stays", () => {
    const folder = mkdtempSync(join(tmpdir(), "sluice-key-"));
    try {
      const made = readMasterKey({ dataFolder: folder, configured: undefined });
      expect(Buffer.from(made, "base64")).toHaveLength(32);
      expect(statSync(join(folder, "secret.key")).mode & 0o777).toBe(0o600);
      expect(readMasterKey({ dataFolder: folder, configured: undefined })).toBe(made);
      expect(readFileSync(join(folder, "secret.key"), "utf8").trim()).toBe(made);
      expect(readMasterKey({ dataFolder: folder, configured: "set by the operator" })).toBe(
        "set by the operator",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is not taken from a file that was cut off, and leaves nothing beside it", () => {
    const folder = mkdtempSync(join(tmpdir(), "sluice-key-"));
    try {
      for (const cut of ["", "only the beginning of it\n"]) {
        writeFileSync(join(folder, "secret.key"), cut);
        expect(() => readMasterKey({ dataFolder: folder, configured: undefined })).toThrow(
          /secret\.key holds no whole key/,
        );
      }
      rmSync(join(folder, "secret.key"));
      readMasterKey({ dataFolder: folder, configured: undefined });
      expect(readdirSync(folder)).toEqual(["secret.key"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("gives keys that are told apart by their id and tell nothing of it", () => {
    const other = deriveVaultKey("quite another master key");
    expect(key.id).not.toBe(other.id);
    expect(key.check.equals(other.check)).toBe(false);
    expect(deriveVaultKey("a master key of this installation").bytes.equals(key.bytes)).toBe(true);
    expect(key.check.includes(key.bytes.subarray(0, 8))).toBe(false);
  });
});
