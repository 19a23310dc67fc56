import type { CredentialTest } from "@sluice/api/schemas";
import { NodeError, type PlainCredential } from "@sluice/workflow/node-contract";
import type { Outgoing } from "../outgoing/send.ts";

/** Somebody waits in front of the screen for it. */
const timeoutMs = 15_000;
const maxBytes = 10 * 1024 * 1024;
const redirects = 5;
const firstFailure = 400;

/** Sends one real request, by the same way and rules as a node's. What fails is the result, not an error. */
export async function testCredential(given: {
  readonly fetch: Outgoing["fetch"];
  readonly credential: PlainCredential;
  readonly url: string;
  readonly method: string;
}): Promise<CredentialTest> {
  const { fetch, ...request } = given;
  const begun = performance.now();
  const durationMs = () => Math.round(performance.now() - begun);
  try {
    const { status } = await fetch({ ...request, headers: [], timeoutMs, maxBytes, redirects });
    return { ok: status < firstFailure, status, durationMs: durationMs(), error: null };
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    const { code, message } = error;
    return { ok: false, status: null, durationMs: durationMs(), error: { code, message } };
  }
}
