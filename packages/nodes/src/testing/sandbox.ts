import { createSandbox } from "../../../server/src/sandbox/sandbox.ts";

/** The server's real sandbox. Its process starts when a test first needs it, and ends by itself soon after the last. */
export const sandbox = createSandbox({ size: 1, lastIdleMs: 1000 });
