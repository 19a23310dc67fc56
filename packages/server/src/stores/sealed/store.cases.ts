import { readdirSync } from "node:fs";
import { join } from "node:path";
import { getTableColumns, getTableName, is, Table } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCredentials } from "../../credentials/credentials.ts";
import type { Granted, OAuthClient } from "../../oauth/provider.ts";
import { openTokens, sealTokens } from "../../oauth/token-set.ts";
import { deriveVaultKey } from "../../secrets/key.ts";
import { rotate } from "../../secrets/rotate.ts";
import { openVault, type Vault } from "../../secrets/vault.ts";
import { openParts, sealParts } from "../../subscriptions/sealed-parts.ts";
import { guardedDocument } from "../../testing/documents.ts";
import { draftFor } from "../../workflows/draft-secrets.ts";
import type { CredentialsStore } from "../credentials/store.ts";
import type { OAuthStore } from "../oauth/store.ts";
import type { SecretsStore } from "../secrets/store.ts";
import type { SubscriptionsStore } from "../subscriptions/store.ts";
import type { WorkflowsStore } from "../workflows/store.ts";
import { passingTables, type SealedStore, sealedTables } from "./store.ts";

export interface SealedStoreUnderTest {
  readonly sealed: SealedStore;
  readonly secrets: SecretsStore;
  readonly credentials: CredentialsStore;
  readonly subscriptions: SubscriptionsStore;
  readonly oauth: OAuthStore;
  readonly workflows: WorkflowsStore;
  readonly remove: () => void | Promise<void>;
}

const [oldKey, newKey, other] = ["old", "new", "other"].map((name) =>
  deriveVaultKey(`the ${name} master key of this installation`),
) as [
  ReturnType<typeof deriveVaultKey>,
  ReturnType<typeof deriveVaultKey>,
  ReturnType<typeof deriveVaultKey>,
];
const clock = () => 1;

/** What changing the key promises on every back end. */
export function sealedStoreCases(name: string, open: () => Promise<SealedStoreUnderTest>): void {
  describe(`what is encrypted on ${name}`, () => {
    let under: SealedStoreUnderTest;
    let credentialId: string;
    beforeEach(async () => {
      under = await open();
      const vault = await openVault({ key: oldKey, store: under.secrets, clock });
      const draft = draftFor({ vault, workflowId: "wf_1", document: guardedDocument("basic-password") });
      await under.workflows.create({ id: "wf_1", hookKey: "key", draft, at: 1 });
      const made = await createCredentials({
        store: under.credentials,
        vault,
        clock,
        out: nothingOut,
        oauth: nothingOut,
      }).create({
        ...{ name: "shop", hosts: [], auth: { type: "bearer", token: "bearer-token" } },
      });
      credentialId = made.id;
      const parts = { secrets: [{ secret: "signing-secret", until: null }], headers: [] };
      await under.subscriptions.create({
        ...{ id: "wh_1", url: "https://a.example", events: ["a"], description: "", format: "standard" },
        ...{ active: true, failingSince: null, disabledAt: null, disabledReason: null },
        options: { ordered: false, disableRule: "health", perMinute: null, schedule: null },
        ...{ ...sealParts(vault, { id: "wh_1", parts }), createdAt: 1, updatedAt: 1 },
      });
      await connect(vault, credentialId);
    });
    afterEach(() => under.remove());

    /** A credential with tokens, one that never had any, and somebody on the way to the provider. */
    async function connect(vault: Vault, id: string): Promise<void> {
      const client = { grant: "authorization-code" } as OAuthClient;
      const granted = { accessToken: "access-token", refreshToken: "refresh-token" } as Granted;
      const made = sealTokens(vault, { credentialId: id, client, granted, before: undefined, at: 1 });
      await under.oauth.connected({ ...made, connectedAs: null });
      const row = await under.credentials.get(id);
      if (!row) throw new Error("it is there");
      await under.credentials.create({
        ...row,
        id: "cred_2",
        name: "second",
        ...sealSecond(vault, row.type),
      });
      const failure = { error: "access_denied", message: "", at: 1 };
      await under.oauth.failed({ credentialId: "cred_2", version: undefined, failure, broken: false });
      const verifier = vault.sealCredential({ value: "v", owner: { id: "state", type: "oauth2-verifier" } });
      await under.oauth.addRequest(
        {
          ...{ ...verifier, stateHash: "state", credentialId: id, sessionHash: "session" },
          ...{ redirectUrl: "https://a.example", expiresAt: 600_000 },
        },
        1,
      );
    }

    /** Every plain text, through the same ways that the server takes. */
    async function plainTexts(key: typeof oldKey): Promise<string[]> {
      const vault = await openVault({ key, store: under.secrets, clock });
      const [secret] = await under.secrets.ofWorkflow("wf_1");
      const subscription = await under.subscriptions.get("wh_1");
      if (!secret || !subscription) throw new Error("they are there");
      const credentials = createCredentials({
        ...{ store: under.credentials, vault, clock, out: nothingOut, oauth: nothingOut },
      });
      const credential = await credentials.reveal(credentialId);
      return [
        (await vault.reveal({ id: secret.id, owner: secret })) ?? "",
        JSON.stringify(credential),
        openParts(vault, subscription).secrets[0]?.secret ?? "",
        ...Object.values(openTokens(vault, await under.oauth.get(credentialId)) ?? {}).map(String),
      ];
    }

    it("opens with the new key and with no other, once and again", async () => {
      const before = await plainTexts(oldKey);
      expect(before).toEqual([
        "basic-password",
        expect.stringContaining("bearer-token"),
        "signing-secret",
        "access-token",
        "refresh-token",
      ]);
      const given = { store: under.sealed, oldKey, newKey, clock };
      const numbers = { secrets: 1, credentials: 2, subscriptions: 1, grants: 1 };
      expect(await rotate(given)).toEqual({ changed: true, ...numbers });
      expect(await plainTexts(newKey)).toEqual(before);
      expect(await under.oauth.get("cred_2")).toMatchObject({ sealed: undefined, version: 0 });
      expect(await under.oauth.takeRequest({ stateHash: "state", sessionHash: "session" })).toBeUndefined();
      await expect(plainTexts(oldKey)).rejects.toThrow(/another key/);
      expect(await rotate(given)).toEqual({ changed: false, ...numbers });
      expect(await plainTexts(newKey)).toEqual(before);
    });

    it("stays as it is with a wrong old key, a damaged value, or one that was written meanwhile", async () => {
      const before = await plainTexts(oldKey);
      const sealed = under.sealed;
      await expect(rotate({ store: sealed, oldKey: other, newKey, clock })).rejects.toThrow(/another key/);
      const damaged: SealedStore = {
        ...sealed,
        all: async () =>
          (await sealed.all()).map((row) =>
            row.id === credentialId && row.table === "credentials"
              ? { ...row, ciphertext: row.ciphertext.subarray(1) }
              : row,
          ),
      };
      await expect(rotate({ store: damaged, oldKey, newKey, clock })).rejects.toThrow(
        `the credential ${credentialId} is damaged`,
      );
      for (const missing of sealedTables) {
        const unseen: SealedStore = {
          ...sealed,
          all: async () => (await sealed.all()).filter(({ table }) => table !== missing),
        };
        await expect(rotate({ store: unseen, oldKey, newKey, clock })).rejects.toThrow(
          /Something was written while/,
        );
      }
      const outdated: SealedStore = {
        ...sealed,
        replace: (given) => sealed.replace({ ...given, before: given.before.map(() => Buffer.alloc(12)) }),
      };
      await expect(rotate({ store: outdated, oldKey, newKey, clock })).rejects.toThrow(
        /Something was written while/,
      );
      expect(await plainTexts(oldKey)).toEqual(before);
      expect(await under.oauth.takeRequest({ stateHash: "state", sessionHash: "session" })).toBeDefined();
    });

    it("is all that has a key's id", async () => {
      const folder = join(import.meta.dirname, "../schema");
      const files = readdirSync(folder).filter((file) => /^[a-z-]+\.ts$/.test(file));
      const modules = await Promise.all(files.map((file): Promise<object> => import(join(folder, file))));
      const tables = modules
        .flatMap((module): unknown[] => Object.values(module))
        .filter((value): value is Table => is(value, Table))
        .filter((table) => Object.hasOwn(getTableColumns(table), "keyId"));
      expect(tables.map(getTableName).sort()).toEqual([...sealedTables, ...passingTables].sort());
    });
  });
}

const sealSecond = (vault: Vault, type: string) =>
  vault.sealCredential({ value: "{}", owner: { id: "cred_2", type } });
const nothingOut = { fetch: () => Promise.reject(new Error("nothing is sent here")) } as never;
