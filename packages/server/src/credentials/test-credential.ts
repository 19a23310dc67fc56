import type { CredentialTest } from "@sluice/api/schemas";
import { NodeError, type PlainCredential } from "@sluice/workflow/node-contract";
import { PublicError } from "../errors.ts";
import type { WaysOut } from "../outgoing/outgoing.ts";

/** Somebody waits in front of the screen for it. */
const timeoutMs = 15_000;
const maxBytes = 10 * 1024 * 1024;
const redirects = 5;
const firstFailure = 400;

export interface TestedCredential {
  readonly out: Pick<WaysOut, "fetch" | "verifyMail" | "query">;
  /** In plain; rejects with a `NodeError` where it cannot be had. */
  readonly reveal: () => Promise<PlainCredential>;
  readonly url: string | undefined;
  readonly method: string;
}

/**
 * Sends one real request, or signs in to the server that the credential is for, by the same way and rules as a node. What
 * fails is the result, not an error. Throws `invalid-request` where a request needs a URL.
 */
export async function testCredential(given: TestedCredential): Promise<CredentialTest> {
  const begun = performance.now();
  const durationMs = () => Math.round(performance.now() - begun);
  try {
    const status = await statusOf(given);
    const ok = status === null || status < firstFailure;
    return { ok, status, durationMs: durationMs(), error: null };
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    const { code, message } = error;
    return { ok: false, status: null, durationMs: durationMs(), error: { code, message } };
  }
}

/** What a server answered a request; null: it was signed in to what knows no status. Rejects as `out` does. */
async function statusOf({ out, reveal, url, method }: TestedCredential): Promise<number | null> {
  const credential = await reveal();
  switch (credential.type) {
    case "smtp":
      await out.verifyMail({ credential, timeoutMs });
      return null;
    case "postgres":
    case "mysql":
    case "sqlite":
      await out.query({
        ...{ credential, statement: "SELECT 1", parameters: [] },
        ...{ readOnly: true, maxRows: 1, timeoutMs },
      });
      return null;
    default: {
      if (url === undefined) {
        const issues = [{ at: ["url"], message: "say which URL to send the request to" }];
        throw new PublicError("invalid-request", { members: { issues } });
      }
      const request = { url, method, headers: [], timeoutMs, maxBytes, redirects };
      const { status } = await out.fetch({ ...request, credential });
      return status;
    }
  }
}
