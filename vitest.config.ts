import { defineConfig } from "vitest/config";

const inNode = (name: string, path: string, testTimeout = 10_000) => ({
  test: { name, include: [`${path}/**/*.test.ts`], environment: "node" as const, testTimeout },
});

/** `npm test -- unit`; one package: `npm test -- unit --project server`. */
export default defineConfig({
  test: {
    projects: [
      inNode("house", "scripts/tests", 30_000),
      inNode("workflow", "packages/workflow/src"),
      inNode("nodes", "packages/nodes/src"),
      inNode("api", "packages/api/src"),
      // These start real servers, databases and processes.
      inNode("server", "packages/server/src", 30_000),
      "packages/editor",
    ],
  },
});
