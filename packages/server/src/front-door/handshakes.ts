import { createHash, timingSafeEqual } from "node:crypto";
import { type Handshake, secretReference } from "@sluice/workflow/document";
import { parseJsonBytes } from "@sluice/workflow/variables";
import type { SecretReader } from "../secrets/secret-reader.ts";
import type { Answer } from "./answer.ts";
import { SenderRefused } from "./auth/standing.ts";
import type { CompiledHook } from "./compile-hook.ts";
import type { Visit } from "./visit.ts";

/** What this trigger answers to providers that look whether it is there. No delivery comes of it. */
export interface Handshakes {
  readonly slack: boolean;
  readonly head: boolean;
  /** Digests of the tokens that Meta may come with; undefined: it is not switched on. */
  readonly meta: readonly Buffer[] | undefined;
}

/** A challenge is a short word of the provider's making. */
const longestChallenge = 1000;
const largestVerification = 16 * 1024;

type HandshakeHook = Pick<CompiledHook, "handshakes">;

export async function compileHandshakes(
  handshakes: readonly Handshake[],
  { workflowId, secrets }: { workflowId: string; secrets: SecretReader },
): Promise<Handshakes> {
  const on = (type: Handshake["type"]) => handshakes.some((handshake) => handshake.type === type);
  const owner = { workflowId, node: "trigger", field: "handshakes.*.verifyToken" };
  const tokens: Buffer[] = [];
  for (const handshake of handshakes) {
    if (handshake.type !== "meta") continue;
    const id = secretReference(handshake.verifyToken);
    const token = id === undefined ? undefined : await secrets.reveal({ id, owner });
    if (token !== undefined) tokens.push(digestOf(token));
  }
  return { slack: on("slack"), head: on("head"), meta: on("meta") ? tokens : undefined };
}

/** Whether a request that is no POST is one of these all the same. */
export function isGreeting({ method, rawUrl }: Visit, { handshakes }: HandshakeHook): boolean {
  if (method === "HEAD") return handshakes.head;
  return method === "GET" && handshakes.meta !== undefined && queryOf(rawUrl).get("hub.mode") === "subscribe";
}

/** For `Allow`. */
export function allowedMethods({ handshakes }: HandshakeHook): string {
  return ["POST", ...(handshakes.meta ? ["GET"] : []), ...(handshakes.head ? ["HEAD"] : [])].join(", ");
}

/** The answer to a probe; undefined: it is none. Throws 401 for a subscription with another token. */
export function greet(visit: Visit, hook: HandshakeHook): Answer | undefined {
  if (visit.method === "POST") return undefined;
  if (visit.method === "HEAD") return word("");
  const query = queryOf(visit.rawUrl);
  const challenge = query.get("hub.challenge") ?? "";
  const given = digestOf(query.get("hub.verify_token") ?? "");
  let known = false;
  for (const token of hook.handshakes.meta ?? []) {
    const same = timingSafeEqual(token, given);
    known ||= same;
  }
  if (known && challenge.length <= longestChallenge) return word(challenge);
  throw new SenderRefused(
    [{ label: "hub.verify_token", code: "wrong-credentials" }],
    'ApiKey realm="Sluice"',
  );
}

/** The answer to `url_verification` of Slack, once its signature is right; undefined: it is something else. */
export function slackChallenge(body: Uint8Array, { handshakes }: HandshakeHook): Answer | undefined {
  if (!handshakes.slack || body.length > largestVerification) return undefined;
  const parsed = parseJsonBytes(body);
  if (!parsed.ok) return undefined;
  const { value } = parsed;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if (value.type !== "url_verification" || typeof value.challenge !== "string") return undefined;
  return value.challenge.length > longestChallenge ? undefined : word(value.challenge);
}

function word(body: string): Answer {
  return { status: 200, headers: [{ name: "content-type", value: "text/plain; charset=utf-8" }], body };
}

function queryOf(url: string): URLSearchParams {
  const mark = url.indexOf("?");
  return new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1));
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
