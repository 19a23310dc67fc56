import { Payload } from "./payload.ts";
import { type ProblemDocument, readProblem } from "./problem.ts";
import { type Backoff, isWorthRetrying, waitBefore } from "./retries.ts";
import { type Signing, signedHeaders } from "./signing.ts";

export interface SenderOptions {
  /** The trigger URL. */
  readonly url: string;
  /** Left out: nothing is signed. */
  readonly signing?: Signing;
  /** More headers, such as an API key or `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Attempts altogether: 5 when left out. */
  readonly attempts?: number;
  /** For one attempt: 10,000 when left out. */
  readonly timeoutMs?: number;
  /** Left out: 500 ms, twice as long each time, 60 s at most. */
  readonly backoff?: Partial<Backoff>;
  /** For tests, and for proxies of your own. */
  readonly fetch?: typeof fetch;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface SendOptions {
  /**
   * What the message is known by, the same in every attempt and whenever you send it again: Sluice then runs it once (the trigger's
   * dedupe key reads the header `Idempotency-Key` or `webhook-id`). Left out: a random one.
   */
  readonly id?: string;
  readonly signal?: AbortSignal;
}

/** It was taken. */
export interface Sent {
  readonly id: string;
  readonly status: number;
  readonly attempts: number;
  readonly deliveryId: string | null;
  readonly executionId: string | null;
  /** Sluice had it already, and answers as it did then. */
  readonly replayed: boolean;
  /** What the workflow answered. */
  readonly body: string;
}

/** It was not taken, and sending the same again will not help now. */
export class SendError extends Error {
  override readonly name = "SendError";
  readonly id: string;
  readonly attempts: number;
  /** Of the last answer; null: there was none. */
  readonly status: number | null;
  /** Why, as Sluice says it. */
  readonly problem: ProblemDocument | undefined;
  constructor(
    message: string,
    given: Pick<SendError, "id" | "attempts" | "status" | "problem"> & { cause?: unknown },
  ) {
    super(message, { cause: given.cause });
    this.id = given.id;
    this.attempts = given.attempts;
    this.status = given.status;
    this.problem = given.problem;
  }
}

export interface Sender {
  /** Sends a value as JSON, or bytes as they are. Rejects with a `SendError`, with a `TypeError` for what is no JSON. */
  send(payload: unknown, options?: SendOptions): Promise<Sent>;
}

const usualBackoff: Backoff = { firstMs: 500, longestMs: 60_000 };

/** Throws a `TypeError` for a URL that no attempt could reach. */
export function createSender(options: SenderOptions): Sender {
  const url = targetOf(options.url);
  const { signing, headers = {}, attempts = 5, timeoutMs = 10_000 } = options;
  const { fetch: send = globalThis.fetch, sleep = sleepFor } = options;
  const backoff = { ...usualBackoff, ...options.backoff };

  const attempt = async (message: Message): Promise<Answer> => {
    const { id, payload, signal } = message;
    const { body, type } = payload;
    const timestamp = Math.floor(Date.now() / 1000);
    const signed = signing ? await signedHeaders(signing, { id, timestamp, body }) : {};
    const limit = AbortSignal.timeout(timeoutMs);
    const response = await send(url, {
      method: "POST",
      headers: { "content-type": type, "idempotency-key": id, ...headers, ...signed },
      body,
      // A redirect would take the body and its signature somewhere else.
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    return { response, body: await response.text() };
  };

  return {
    async send(value, { id = crypto.randomUUID(), signal } = {}) {
      const payload = Payload.of(value);
      for (let count = 1; ; count++) {
        let answer: Answer | undefined;
        let cause: unknown;
        try {
          answer = await attempt({ id, payload, signal });
        } catch (error) {
          signal?.throwIfAborted();
          // A secret or a header that is none: no attempt will be better.
          if (error instanceof TypeError && !isNetworkError(error)) throw error;
          cause = error;
        }
        if (answer?.response.ok) return sentOf(id, count, answer);
        const status = answer?.response.status ?? null;
        const problem = answer && readProblem(answer.response.headers.get("content-type"), answer.body);
        const isFinal = status !== null && !isWorthRetrying(status, problem);
        if (isFinal || count >= attempts) {
          const why = problem
            ? `${problem.code}: ${problem.detail}`
            : status === null
              ? "no answer"
              : `status ${status}`;
          throw new SendError(`not taken after ${count} attempts: ${why}`, {
            id,
            attempts: count,
            status,
            problem,
            cause,
          });
        }
        const retryAfter = answer?.response.headers.get("retry-after") ?? null;
        const wait = waitBefore({
          ...{ attempt: count, retryAfter, backoff },
          ...{ now: Date.now(), random: Math.random() },
        });
        await sleep(wait, signal);
        signal?.throwIfAborted();
      }
    },
  };
}

interface Message {
  readonly id: string;
  readonly payload: Payload;
  readonly signal: AbortSignal | undefined;
}

interface Answer {
  readonly response: Response;
  readonly body: string;
}

function sentOf(id: string, attempts: number, { response, body }: Answer): Sent {
  const { headers, status } = response;
  return {
    ...{ id, status, attempts, body },
    deliveryId: headers.get("sluice-delivery-id"),
    executionId: headers.get("sluice-execution-id"),
    replayed: headers.get("idempotency-replayed") === "true",
  };
}

function targetOf(url: string): string {
  // The parser alone would take `http:` and a path for a host.
  const target = /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url) : undefined;
  if (target === undefined) {
    throw new TypeError("the URL is none that begins with http:// or https://");
  }
  if (target.username !== "" || target.password !== "") {
    throw new TypeError("the URL holds a name or a password: give them in the header authorization");
  }
  return url;
}

/** `fetch` throws a `TypeError` for both; what the network did has a cause, or says so. */
function isNetworkError(error: TypeError): boolean {
  return error.cause instanceof Error || /fetch|network|load/i.test(error.message);
}

/** Ends early where it is called off. */
function sleepFor(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal?.addEventListener("abort", wake);
    if (signal?.aborted) wake();
  });
}
