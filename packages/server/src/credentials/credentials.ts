import type {
  Credential,
  CredentialAuthChange,
  CredentialAuthInput,
  CredentialTest,
  CredentialUse,
  OAuthStatus,
} from "@sluice/api/schemas";
import type { PlainCredential } from "@sluice/workflow/node-contract";
import type { Clock } from "../clock.ts";
import { PublicError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { OAuth } from "../oauth/oauth.ts";
import { unconnected } from "../oauth/status.ts";
import type { WaysOut } from "../outgoing/outgoing.ts";
import type { Vault } from "../secrets/vault.ts";
import type { CredentialRecord, CredentialsStore } from "../stores/credentials/store.ts";
import { partsOf, plainOf, shownOf } from "./auth-parts.ts";
import type { CredentialReader } from "./credential-reader.ts";
import { reachesFurther } from "./reach.ts";
import { testCredential } from "./test-credential.ts";
import { usesOf } from "./uses.ts";

export interface CredentialsGiven {
  readonly store: CredentialsStore;
  readonly vault: Pick<Vault, "sealCredential" | "openCredential">;
  readonly out: Pick<WaysOut, "fetch" | "verifyMail" | "query">;
  readonly oauth: Pick<OAuth, "reveal" | "status" | "statuses" | "forget">;
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
   * the type, or where the secret may be sent to, changes without a new secret.
   */
  update(given: {
    id: string;
    name: string;
    hosts: readonly string[];
    auth: CredentialAuthChange;
  }): Promise<Credential>;
  /** Throws `credential-not-found`, and `credential-in-use` with who uses it unless it is forced. */
  delete(given: { id: string; force: boolean }): Promise<void>;
  /** Forgets what a provider has granted. Throws `credential-not-found` and `credential-not-connectable`. */
  disconnect(id: string): Promise<Credential>;
  /** Throws `credential-not-found`, and `invalid-request` where a request needs a URL. */
  test(given: { id: string; url?: string | undefined; method: string }): Promise<CredentialTest>;
}

export function createCredentials({ store, vault, out, oauth, clock }: CredentialsGiven): Credentials {
  const existing = async (id: string): Promise<CredentialRecord> => {
    const record = await store.get(id);
    if (!record) throw new PublicError("credential-not-found");
    return record;
  };
  const usedBy = async (id: string) => usesOf(await store.referring()).get(id) ?? [];
  const plain = async (record: CredentialRecord): Promise<PlainCredential> => {
    const { type } = record;
    if (type === "oauth2") return oauth.reveal(record);
    return plainOf({ ...record, type }, vault.openCredential({ sealed: record, owner: record }));
  };
  const told = async (record: CredentialRecord): Promise<Credential> => {
    const status = record.type === "oauth2" ? await oauth.status(record.id) : undefined;
    return toCredential(record, await usedBy(record.id), status);
  };

  return {
    async list() {
      const [records, documents, statuses] = await Promise.all([
        store.list(),
        store.referring(),
        oauth.statuses(),
      ]);
      const uses = usesOf(documents);
      return records.map((record) =>
        toCredential(record, uses.get(record.id) ?? [], statuses.get(record.id)),
      );
    },

    async get(id) {
      return told(await existing(id));
    },

    async create({ name, hosts, auth }) {
      const at = clock();
      const owner = { id: newId("cred", at), type: auth.type };
      const { shown, secret } = partsOf(auth);
      if (secret === undefined) throw new Error("a new credential came without its secret");
      const sealed = vault.sealCredential({ value: secret, owner });
      const record = { ...owner, ...sealed, name, hosts: unique(hosts), shown, createdAt: at, updatedAt: at };
      if (!(await store.create(record))) throw new PublicError("credential-name-taken");
      return told(record);
    },

    async update({ id, name, hosts, auth }) {
      const before = await existing(id);
      const { type, shown, secret, secretField } = partsOf(auth);
      const reach = { type, shown, hosts: unique(hosts) };
      const message = secret === undefined ? reachesFurther(before, reach) : undefined;
      if (message !== undefined) {
        throw new PublicError("invalid-request", {
          members: { issues: [{ at: ["auth", secretField], message }] },
        });
      }
      const { keyId, nonce, ciphertext } =
        secret === undefined ? before : vault.sealCredential({ value: secret, owner: { id, type } });
      const record: CredentialRecord = {
        ...{ id, name, ...reach, keyId, nonce, ciphertext },
        ...{ createdAt: before.createdAt, updatedAt: clock() },
      };
      const ends = before.type === "oauth2" && grantEnds(before, record);
      // Before too: at no moment may the old tokens stand beside the new places.
      if (ends) await oauth.forget(id);
      const outcome = await store.update(record);
      if (outcome === "missing") throw new PublicError("credential-not-found");
      if (outcome === "name-taken") throw new PublicError("credential-name-taken");
      if (ends) await oauth.forget(id);
      return told(record);
    },

    async disconnect(id) {
      const record = await existing(id);
      if (record.type !== "oauth2") throw new PublicError("credential-not-connectable");
      await oauth.forget(id);
      return told(record);
    },

    async delete({ id, force }) {
      await existing(id);
      const uses = force ? [] : await usedBy(id);
      if (uses.length > 0) throw new PublicError("credential-in-use", { members: { usedBy: uses } });
      if (!(await store.delete(id))) throw new PublicError("credential-not-found");
    },

    async test({ id, url, method }) {
      const record = await existing(id);
      return testCredential({ out, url, method, reveal: () => plain(record) });
    },

    async reveal(id) {
      const record = await store.get(id);
      return record && plain(record);
    },
  };
}

/** Whether what was granted is of no use to what the credential has become, or must not be sent where that goes. */
function grantEnds(before: CredentialRecord, after: CredentialRecord): boolean {
  // A new secret proves nothing here: the tokens are the old ones.
  return reachesFurther(before, after) !== undefined || granted(before) !== granted(after);
}

function granted(record: CredentialRecord): string {
  const auth = shownOf(record);
  if (auth.type !== "oauth2") return auth.type;
  const { grant, authorizationUrl, tokenUrl, userUrl, clientId } = auth;
  return JSON.stringify([grant, authorizationUrl, tokenUrl, userUrl, clientId]);
}

function toCredential(
  record: CredentialRecord,
  usedBy: readonly CredentialUse[],
  oauth: OAuthStatus | undefined,
): Credential {
  const { id, name, type, hosts, createdAt, updatedAt } = record;
  const status = type === "oauth2" ? (oauth ?? unconnected) : undefined;
  return {
    ...{ id, name, auth: shownOf(record), hosts: [...hosts], usedBy: [...usedBy] },
    ...(status ? { oauth: status } : {}),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}

function unique(hosts: readonly string[]): string[] {
  return [...new Set(hosts)];
}
