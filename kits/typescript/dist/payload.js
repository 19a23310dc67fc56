import { bytesOf } from "./bytes.js";
/** A value as it was when it was given: what becomes of it later is not sent. */
export class Payload {
    body;
    type;
    constructor(body, type) {
        this.body = body;
        this.type = type;
    }
    /** Bytes as they are, anything else as JSON. Throws a `TypeError` for a value that is no JSON. */
    static of(value) {
        if (value instanceof Payload)
            return value;
        return value instanceof Uint8Array
            ? new Payload(bytesOf(value), "application/octet-stream")
            : new Payload(bytesOf(jsonOf(value)), "application/json");
    }
}
/**
 * As `JSON.stringify` writes it, members that are undefined left out. Throws a `TypeError` where that would be nothing, or
 * null for a number that is none: Python's kit and most receivers take neither.
 */
export function jsonOf(value) {
    let text;
    try {
        text = JSON.stringify(value, (name, one) => {
            if (typeof one !== "number" || Number.isFinite(one))
                return one;
            throw new TypeError(name === "" ? `it is ${one}` : `"${name}" is ${one}`);
        });
    }
    catch (error) {
        throw noJson(error instanceof Error ? error.message : String(error), error);
    }
    if (text === undefined)
        throw noJson(`it is ${value === undefined ? "undefined" : `a ${typeof value}`}`);
    return text;
}
function noJson(why, cause) {
    return new TypeError(`the payload is no JSON: ${why}`, { cause });
}
