import type {
  Credential,
  CredentialAuthChange,
  CredentialAuthInput,
  CredentialTest,
  CredentialUse,
} from "@sluice/api/schemas";
import type { PlainCredential } from "@sluice/workflow/node-contract";
import type { Clock } from "../clock.ts";
import { PublicError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { WaysOut } from "../outgoing/outgoing.ts";
import type { Vault } from "../secrets/vault.ts";
import type { CredentialRecord, CredentialsStore } from "../stores/credentials/store.ts";
import { partsOf, plainOf, shownOf } from "./auth-parts.ts";
import type { CredentialReader } from "./credential-reader.ts";
import { testCredential } from "./test-credential.ts";
import { usesOf } from "./uses.ts";

export interface CredentialsGiven {
  readonly store: CredentialsStore;
  readonly vault: Pick<Vault, "sealCredential" | "openCredential">;
  readonly out: Pick<WaysOut, "fetch" | "verifyMail" | "query">;
  readonly clock: Clock;
}

/** Named sets of secrets that nodes use. Secrets go in and come out to runs only. */
export interface Credentials extends CredentialReader {
  list(): Promise<Credential[]>;
  /** Throws `credential-not-found`. */
  get(id: string): Promise<Credential>;
  /** Throws `credential-name-taken`. */
  create(given: { name: string; hosts: readonly string[]; auth: CredentialAuthInput }): Promise<Credential>;
  /**
   * A secret that is left out stays. Throws `credential-not-found`, `credential-name-taken`, and `invalid-request` where
   * the type changes without a new secret.
   */
  update(given: {
    id: string;
    name: string;
    hosts: readonly string[];
    auth: CredentialAuthChange;
  }): Promise<Credential>;
  /** Throws `credential-not-found`, and `credential-in-use` with who uses it unless it is forced. */
  delete(given: { id: string; force: boolean }): Promise<void>;
  /** Throws `credential-not-found`, and `invalid-request` where a request needs a URL. */
  test(given: { id: string; url?: string | undefined; method: string }): Promise<CredentialTest>;
}

export function createCredentials({ store, vault, out, clock }: CredentialsGiven): Credentials {
  const existing = async (id: string): Promise<CredentialRecord> => {
    const record = await store.get(id);
    if (!record) throw new PublicError("credential-not-found");
    return record;
  };
  const usedBy = async (id: string) => usesOf(await store.referring()).get(id) ?? [];
  const plain = (record: CredentialRecord): PlainCredential =>
    plainOf(record, vault.openCredential({ sealed: record, owner: record }));

  return {
    async list() {
      const [records, documents] = await Promise.all([store.list(), store.referring()]);
      const uses = usesOf(documents);
      return records.map((record) => toCredential(record, uses.get(record.id) ?? []));
    },

    async get(id) {
      return toCredential(await existing(id), await usedBy(id));
    },

    async create({ name, hosts, auth }) {
      const at = clock();
      const owner = { id: newId("cred", at), type: auth.type };
      const { shown, secret } = partsOf(auth);
      if (secret === undefined) throw new Error("a new credential came without its secret");
      const sealed = vault.sealCredential({ value: secret, owner });
      const record = { ...owner, ...sealed, name, hosts: unique(hosts), shown, createdAt: at, updatedAt: at };
      if (!(await store.create(record))) throw new PublicError("credential-name-taken");
      return toCredential(record, []);
    },

    async update({ id, name, hosts, auth }) {
      const before = await existing(id);
      const { type, shown, secret, secretField } = partsOf(auth);
      if (secret === undefined && type !== before.type) {
        const message = "another type needs its own secret";
        throw new PublicError("invalid-request", {
          members: { issues: [{ at: ["auth", secretField], message }] },
        });
      }
      const { keyId, nonce, ciphertext } =
        secret === undefined ? before : vault.sealCredential({ value: secret, owner: { id, type } });
      const record: CredentialRecord = {
        ...{ id, name, type, shown, hosts: unique(hosts), keyId, nonce, ciphertext },
        ...{ createdAt: before.createdAt, updatedAt: clock() },
      };
      const outcome = await store.update(record);
      if (outcome === "missing") throw new PublicError("credential-not-found");
      if (outcome === "name-taken") throw new PublicError("credential-name-taken");
      return toCredential(record, await usedBy(id));
    },

    async delete({ id, force }) {
      await existing(id);
      const uses = force ? [] : await usedBy(id);
      if (uses.length > 0) throw new PublicError("credential-in-use", { members: { usedBy: uses } });
      if (!(await store.delete(id))) throw new PublicError("credential-not-found");
    },

    async test({ id, url, method }) {
      return testCredential({ out, url, method, credential: plain(await existing(id)) });
    },

    async reveal(id) {
      const record = await store.get(id);
      return record && plain(record);
    },
  };
}

function toCredential(record: CredentialRecord, usedBy: readonly CredentialUse[]): Credential {
  const { id, name, hosts, createdAt, updatedAt } = record;
  return {
    ...{ id, name, auth: shownOf(record), hosts: [...hosts], usedBy: [...usedBy] },
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}

function unique(hosts: readonly string[]): string[] {
  return [...new Set(hosts)];
}
