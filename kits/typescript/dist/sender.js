import { Payload } from "./payload.js";
import { readProblem } from "./problem.js";
import { isWorthRetrying, waitBefore } from "./retries.js";
import { signedHeaders } from "./signing.js";
/** It was not taken, and sending the same again will not help now. */
export class SendError extends Error {
    name = "SendError";
    id;
    attempts;
    /** Of the last answer; null: there was none. */
    status;
    /** Why, as Sluice says it. */
    problem;
    constructor(message, given) {
        super(message, { cause: given.cause });
        this.id = given.id;
        this.attempts = given.attempts;
        this.status = given.status;
        this.problem = given.problem;
    }
}
const usualBackoff = { firstMs: 500, longestMs: 60_000 };
/** Throws a `TypeError` for a URL that no attempt could reach. */
export function createSender(options) {
    const url = targetOf(options.url);
    const { signing, headers = {}, attempts = 5, timeoutMs = 10_000 } = options;
    const { fetch: send = globalThis.fetch, sleep = sleepFor } = options;
    const backoff = { ...usualBackoff, ...options.backoff };
    const attempt = async (message) => {
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
            for (let count = 1;; count++) {
                let answer;
                let cause;
                try {
                    answer = await attempt({ id, payload, signal });
                }
                catch (error) {
                    signal?.throwIfAborted();
                    // A secret or a header that is none: no attempt will be better.
                    if (error instanceof TypeError && !isNetworkError(error))
                        throw error;
                    cause = error;
                }
                if (answer?.response.ok)
                    return sentOf(id, count, answer);
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
function sentOf(id, attempts, { response, body }) {
    const { headers, status } = response;
    return {
        ...{ id, status, attempts, body },
        deliveryId: headers.get("sluice-delivery-id"),
        executionId: headers.get("sluice-execution-id"),
        replayed: headers.get("idempotency-replayed") === "true",
    };
}
function targetOf(url) {
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
function isNetworkError(error) {
    return error.cause instanceof Error || /fetch|network|load/i.test(error.message);
}
/** Ends early where it is called off. */
function sleepFor(ms, signal) {
    return new Promise((resolve) => {
        const wake = () => {
            clearTimeout(timer);
            signal?.removeEventListener("abort", wake);
            resolve();
        };
        const timer = setTimeout(wake, ms);
        signal?.addEventListener("abort", wake);
        if (signal?.aborted)
            wake();
    });
}
