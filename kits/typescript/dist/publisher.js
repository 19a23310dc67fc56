import { createBackground } from "./background.js";
import { jsonOf, Payload } from "./payload.js";
import { createSender } from "./sender.js";
/** Publishes events by Sluice's API, with the retries of a sender: the id makes each of them safe. Throws as a sender does. */
export function createPublisher(options) {
    const sender = senderOf(options);
    return {
        publish: async (event, data, { signal, ...about } = {}) => publishBy(sender, eventOf(event, data, about), signal),
    };
}
function senderOf({ url, token, headers, ...options }) {
    return createSender({
        ...options,
        url: `${url.replace(/\/+$/, "")}/api/v1/events`,
        headers: { ...headers, authorization: `Bearer ${token}` },
    });
}
function eventOf(event, data, about) {
    const { id = crypto.randomUUID(), timestamp, userId } = about;
    // In an object, data that is no JSON would be left out without a word.
    jsonOf(data);
    const body = {
        ...{ event, data, id },
        ...(timestamp && { timestamp: timestamp.toISOString() }),
        ...(userId !== undefined && { user_id: userId }),
    };
    return { id, payload: Payload.of(body) };
}
async function publishBy(sender, { id, payload }, signal) {
    const sent = await sender.send(payload, { id, ...(signal && { signal }) });
    const { duplicate, violations = [] } = JSON.parse(sent.body);
    return { id, duplicate, violations, attempts: sent.attempts };
}
/**
 * What waits is in memory only: for what must not be lost over a crash, keep it yourself and use a publisher. Throws a
 * `TypeError` for a URL that is none.
 */
export function createEventOutbox({ room, onLost, url, ...options }) {
    const sender = url ? senderOf({ ...options, url }) : undefined;
    const background = createBackground({ ...(room !== undefined && { room }), ...(onLost && { onLost }) });
    return {
        push(event, data, { timestamp = new Date(), ...about } = {}) {
            if (!sender)
                return;
            const made = eventOf(event, data, { ...about, timestamp });
            background.push(made.id, (signal) => publishBy(sender, made, signal));
        },
        get counts() {
            return background.counts;
        },
        flush: background.flush,
        close: background.close,
    };
}
