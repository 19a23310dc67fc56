import { SendError } from "./sender.js";
/** What waits is in memory only. */
export function createBackground({ room = 1000, onLost }) {
    const counts = { waiting: 0, sent: 0, dropped: 0, lost: 0 };
    let isClosed = false;
    let isGivenUp = false;
    // One for each message: what leans on a signal that lives on is never forgotten.
    let current = new AbortController();
    let last = Promise.resolve();
    const deliver = async (id, send) => {
        try {
            if (isGivenUp)
                throw closedBefore(id);
            current = new AbortController();
            await send(current.signal);
            counts.sent += 1;
        }
        catch (error) {
            counts.lost += 1;
            try {
                onLost?.(isGivenUp ? closedBefore(id) : error);
            }
            catch {
                // Whoever listens must not stop what comes after.
            }
        }
        finally {
            counts.waiting -= 1;
        }
    };
    const emptied = async () => {
        while (counts.waiting > 0)
            await last;
    };
    return {
        push(id, send) {
            if (isClosed || counts.waiting >= room) {
                counts.dropped += 1;
                return;
            }
            counts.waiting += 1;
            last = last.then(() => deliver(id, send));
        },
        get counts() {
            return { ...counts };
        },
        flush: ({ timeoutMs } = {}) => isDoneWithin(emptied(), timeoutMs),
        async close({ timeoutMs } = {}) {
            isClosed = true;
            const isDone = await isDoneWithin(emptied(), timeoutMs);
            if (!isDone) {
                isGivenUp = true;
                current.abort();
                await last;
            }
            return isDone;
        },
    };
}
function closedBefore(id) {
    const message = "the outbox was closed before it was taken";
    return new SendError(message, { id, attempts: 0, status: null, problem: undefined });
}
/** The longest that a timer can wait: a longer one would be over at once. */
const longestMs = 2 ** 31 - 1;
async function isDoneWithin(done, timeoutMs) {
    if (timeoutMs === undefined)
        return done.then(() => true);
    let timer;
    const over = new Promise((resolve) => {
        timer = setTimeout(() => resolve(false), Math.min(timeoutMs, longestMs));
    });
    try {
        return await Promise.race([done.then(() => true), over]);
    }
    finally {
        clearTimeout(timer);
    }
}
