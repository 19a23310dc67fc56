import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import config from "../../.dependency-cruiser.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** For each rule, one import that it must object to: file → what it imports. */
const forbidden: Record<string, [file: string, imported: string]> = {
  "no-cycles": ["packages/server/src/live/ring-back.ts", "./ring.ts"],
  "no-own-entry": ["packages/workflow/src/graph/own.ts", "../document.ts"],
  "nothing-unresolved": ["packages/server/src/live/lost.ts", "./nowhere.ts"],
  "no-dev-libraries-in-product": ["packages/server/src/live/dev.ts", "dev-library"],
  "sandbox-only": ["packages/server/src/live/evil.ts", "jsonata"],
  "browser-safe": ["packages/workflow/src/graph/disk.ts", "node:fs"],
  "node-contract-knows-zod-only": ["packages/workflow/src/node-contract/lib.ts", "acorn"],
  "node-contract-is-a-leaf": ["packages/workflow/src/node-contract/leaf.ts", "../document/schema.ts"],
  "workflow-stands-alone": ["packages/workflow/src/graph/server.ts", "../../../server/src/errors.ts"],
  "workflow-libraries": ["packages/workflow/src/graph/react.ts", "react"],
  "definition-apart-from-run": ["packages/nodes/src/set/definition.ts", "./run.ts"],
  "run-knows-its-definition": ["packages/nodes/src/set/run.ts", "../end/definition.ts"],
  "api-is-a-contract": ["packages/api/src/client.ts", "../../server/src/errors.ts"],
  "engine-is-pure-inside": ["packages/server/src/engine/inside.ts", "../http/problem.ts"],
  "engine-without-database-or-http": ["packages/server/src/engine/rows.ts", "drizzle-orm"],
  "dialects-apart": ["packages/server/src/stores/secrets/sqlite.ts", "../workflows/sqlite.ts"],
  "front-door-knows-contracts": ["packages/server/src/front-door/rows.ts", "../stores/workflows/sqlite.ts"],
  "one-way-out": ["packages/server/src/credentials/direct.ts", "undici"],
  "nobody-imports-app": ["packages/server/src/http/join.ts", "../app.ts"],
  "ui-knows-no-domain": ["packages/editor/src/ui/knows.tsx", "../document/store.ts"],
  "document-knows-no-features": ["packages/editor/src/document/shows.ts", "../features/canvas/canvas.tsx"],
  "features-by-their-face": ["packages/editor/src/features/palette/inside.tsx", "../canvas/inner-part.tsx"],
  "editor-never-server": ["packages/editor/src/api/server.ts", "../../../server/src/errors.ts"],
  "kits-stand-alone": ["kits/typescript/src/leans.ts", "../../../packages/server/src/errors.ts"],
  "from-outside-only": ["e2e/stories/inside.ts", "../../packages/server/src/errors.ts"],
};

const targets = [
  "packages/workflow/src/document.ts",
  "packages/workflow/src/document/schema.ts",
  "packages/server/src/errors.ts",
  "packages/server/src/app.ts",
  "packages/server/src/http/problem.ts",
  "packages/server/src/stores/workflows/sqlite.ts",
  "packages/nodes/src/end/definition.ts",
  "packages/editor/src/document/store.ts",
  "packages/editor/src/features/canvas/canvas.tsx",
  "packages/editor/src/features/canvas/inner-part.tsx",
];

let folder = "";

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-rules-"));
  for (const file of targets) write(file, "export const here = 1;\n");
  for (const [file, imported] of Object.values(forbidden)) write(file, `import "${imported}";\n`);
  write("packages/server/src/live/ring.ts", 'import "./ring-back.ts";\n');
  for (const name of ["acorn", "react", "jsonata", "drizzle-orm", "undici", "dev-library"]) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
    write(`node_modules/${name}/index.js`, "exports.here = 1;\n");
  }
  write(
    "package.json",
    JSON.stringify({
      name: "rules",
      dependencies: { acorn: "1", react: "1", jsonata: "1", "drizzle-orm": "1", undici: "1" },
      devDependencies: { "dev-library": "1" },
    }),
  );
  write("tsconfig.base.json", "{}");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("import rules", () => {
  it("object to exactly what each of them is for", () => {
    const program = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruiser.mjs");
    const rules = join(root, ".dependency-cruiser.mjs");
    // The JSON reporter leaves with 0 whatever it found.
    const printed = execFileSync(
      process.execPath,
      [program, "--config", rules, "--output-type", "json", "packages", "e2e", "kits"],
      { cwd: folder, encoding: "utf8", maxBuffer: 32 * 1024 * 1024 },
    );
    const { summary } = JSON.parse(printed) as {
      summary: { violations: { from: string; rule: { name: string } }[] };
    };
    const fired = new Map(summary.violations.map((violation) => [violation.rule.name, violation.from]));

    const names = config.forbidden.map((rule) => rule.name).sort();
    expect(Object.keys(forbidden).sort()).toEqual(names);
    for (const name of names) {
      const [file] = forbidden[name] ?? [];
      expect(
        summary.violations.some((violation) => violation.rule.name === name && violation.from === file),
        `${name} did not object to ${file}; it fired for ${fired.get(name)}`,
      ).toBe(true);
    }
  });
});
