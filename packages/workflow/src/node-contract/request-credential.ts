import { type HttpCredential, httpCredentialTypes } from "./credential.ts";
import { type CredentialField, credentialOfType } from "./credential-field.ts";
import { NodeError } from "./node-error.ts";
import type { RunContext } from "./run-context.ts";

/**
 * The credential of a request; undefined: it has none. Which hosts it may go to is asked where it is sent; only that it must
 * name some, where the host comes from data, is known here. Throws `credential-host-refused`.
 */
export async function requestCredential(
  { credential: reference, host }: { credential?: CredentialField | undefined; host: "fixed" | "any" },
  context: Pick<RunContext, "credential">,
): Promise<HttpCredential | undefined> {
  if (reference === undefined) return undefined;
  const credential = credentialOfType(await context.credential(reference.credential), httpCredentialTypes);
  if (host === "any" && credential.hosts.length === 0) {
    throw new NodeError({
      code: "credential-host-refused",
      message:
        "the host comes from data and the credential names no hosts: it could be sent to anybody; name them",
    });
  }
  return credential;
}
