/** What Sluice asks to be sent again. Everything else that it names is final. */
const passing = new Set([
    ...["rate-limited", "overloaded", "workflow-paused", "duplicate-in-progress", "request-timeout"],
    ...["filter-failed", "dedupe-failed", "concurrency-failed", "trigger-unreadable"],
]);
/**
 * Whether sending the same again may help. A problem of Sluice says it by its code: a workflow that failed or goes on without
 * an answer (`execution-failed`, `deadline-exceeded`) is not started twice. Without one (a proxy in front): 408, 429 and 5xx.
 */
export function isWorthRetrying(status, problem) {
    if (problem)
        return passing.has(problem.code);
    return status === 408 || status === 429 || status >= 500;
}
/**
 * Milliseconds before the next attempt: what `Retry-After` says (seconds or a date), else the doubled wait with up to half of
 * it left to chance, so that many senders do not come back at once. `attempt`: how many there have been.
 */
export function waitBefore(given) {
    const { attempt, retryAfter, backoff, now, random } = given;
    const asked = askedFor(retryAfter, now);
    if (asked !== undefined)
        return Math.min(asked, backoff.longestMs);
    const whole = Math.min(backoff.firstMs * 2 ** (attempt - 1), backoff.longestMs);
    return Math.round(whole * (1 - random / 2));
}
function askedFor(retryAfter, now) {
    if (retryAfter === null)
        return undefined;
    if (/^\s*\d{1,9}\s*$/.test(retryAfter))
        return Number(retryAfter) * 1000;
    const date = Date.parse(retryAfter);
    return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
