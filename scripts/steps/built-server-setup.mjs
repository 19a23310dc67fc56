import { ensureServerBuilt } from "./build-server.mjs";

/** For tests that start the server as a program (vitest's `globalSetup`): what they start is what the sources say. */
export const setup = ensureServerBuilt;
