import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const inNode = (
  name: string,
  path: string,
  more: { testTimeout?: number; globalSetup?: string[]; execArgv?: string[]; isolate?: boolean } = {},
) => ({
  test: {
    ...{ name, include: [`${path}/**/*.test.ts`], environment: "node" as const, testTimeout: 30_000 },
    hookTimeout: 60_000,
    // What is waited for comes a moment later, on a busy machine many seconds.
    expect: { poll: { timeout: 20_000 } },
    ...more,
  },
});

/**
 * Files that run one after another in a process have the modules of the process in common: to load them anew for each file
 * was more than half of the processor time. For what keeps nothing in a module but what is the same for all.
 */
const shared = { isolate: false };
const builtServer = "scripts/steps/built-server-setup.mjs";
/** As the server itself begins. */
const quickImports = fileURLToPath(new URL("packages/server/src/quick-imports.ts", import.meta.url));

/**
 * `npm test -- unit`; one package: `npm test -- unit --project server`. The limits are for what hangs: a busy machine takes ten
 * times as long as an idle one.
 */
export default defineConfig({
  test: {
    // Much of what takes long waits for a process, a lock or a clock: one file at a time would leave the machine idle.
    maxWorkers: 3,
    projects: [
      inNode("house", "scripts/tests"),
      inNode("workflow", "packages/workflow/src", shared),
      inNode("nodes", "packages/nodes/src", shared),
      inNode("api", "packages/api/src", shared),
      inNode("bench", "bench", { globalSetup: [builtServer] }),
      inNode("kits", "kits"),
      // These start real servers, databases and processes, and one PostgreSQL for all of them.
      inNode("server", "packages/server/src", {
        testTimeout: 60_000,
        globalSetup: [builtServer, "packages/server/src/testing/postgres/global-setup.ts"],
        execArgv: ["--import", quickImports],
      }),
      "packages/editor",
    ],
  },
});
