import { customAlphabet } from "nanoid";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A key of a trigger URL: 24 base62 characters from the system's generator, 142 bits that nobody guesses. */
export const newHookKey: () => string = customAlphabet(base62, 24);
