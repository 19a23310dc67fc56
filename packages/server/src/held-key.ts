import type { Clock } from "./clock.ts";
import { type Moment, WorkerLease } from "./engine/worker-lease.ts";
import { deriveVaultKey } from "./secrets/key.ts";
import { insistOnKey, openVault, type Vault } from "./secrets/vault.ts";
import { VaultError } from "./secrets/vault-error.ts";
import type { IntakeStore } from "./stores/intake/store.ts";
import type { SecretsStore } from "./stores/secrets/store.ts";

export interface HeldKey {
  readonly vault: Vault;
  /** This process's; as long as it lasts, nobody changes the key. */
  readonly lease: WorkerLease;
  /** Throws a `VaultError` when the database is used with another key. */
  insist(): Promise<void>;
  /** Resolves, if ever, when the key was changed while this process could not be seen: it cannot go on. */
  readonly lost: Promise<Error>;
}

/**
 * The vault of a process, with the lease that its key hangs on. Whoever changes the key looks at the leases: a process that
 * stood still for longer than its own (suspended, or cut off from the database) asks which key it is before it encrypts
 * anything more, and ends when it is another one.
 *
 * Not covered: one that stands still after it has encrypted a value and before that is committed.
 */
export async function holdKey(given: {
  readonly masterKey: string;
  readonly store: SecretsStore;
  readonly intake: IntakeStore;
  /** No other process is on this database, and nobody changes the key while this one is. */
  readonly alone: boolean;
  readonly clock: Clock;
  readonly log: { error(details: object, message: string): void };
  readonly moment?: () => Moment;
}): Promise<HeldKey> {
  const { masterKey, alone, ...rest } = given;
  const key = deriveVaultKey(masterKey);
  const insist = () => insistOnKey({ ...rest, key });
  const { promise: lost, resolve: lose } = Promise.withResolvers<Error>();
  const afterLapse = () =>
    insist().catch((error: unknown) => {
      if (error instanceof VaultError) lose(keyChanged(error));
      throw error;
    });
  const lease = new WorkerLease({ ...rest, ...(alone ? {} : { afterLapse }) });
  const vault = await openVault({ ...rest, key, hold: lease });
  return { vault, lease, insist, lost };
}

function keyChanged(cause: VaultError): Error {
  return new Error(
    "The secret key was changed while this process stood still or was cut off from the database: it ends before it encrypts anything with the old one. Start it again with the new key.",
    { cause },
  );
}
