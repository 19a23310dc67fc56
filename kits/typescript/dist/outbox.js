import { createBackground } from "./background.js";
import { Payload } from "./payload.js";
import { createSender } from "./sender.js";
/**
 * What waits is in memory only: for what must not be lost over a crash, keep it yourself and use a sender. Throws a
 * `TypeError` for a URL that is none.
 */
export function createOutbox({ room, onLost, url, ...options }) {
    const sender = url ? createSender({ ...options, url }) : undefined;
    const background = createBackground({ ...(room !== undefined && { room }), ...(onLost && { onLost }) });
    return {
        push(value, { id = crypto.randomUUID() } = {}) {
            if (!sender)
                return;
            const payload = Payload.of(value);
            background.push(id, (signal) => sender.send(payload, { id, signal }));
        },
        get counts() {
            return background.counts;
        },
        flush: background.flush,
        close: background.close,
    };
}
