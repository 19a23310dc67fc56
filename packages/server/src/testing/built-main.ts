import { fileURLToPath } from "node:url";

/**
 * The program as it is shipped, bundled: it starts in less than half of the time that its sources take. vitest's
 * `globalSetup` bundles it when they have changed (scripts/steps/built-server-setup.mjs).
 */
export const builtMain = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** How users start it (scripts/steps/paths.mjs). */
export const mainFlags = ["--disable-proto=delete", "--max-semi-space-size=16"];
