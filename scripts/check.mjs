// `npm run check`: format and lint, types, import rules, file lengths. All of them are run; the exit code tells.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkFileLengths } from "./steps/file-lengths.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { projectNode, root } from "./steps/paths.mjs";
import { run } from "./steps/run.mjs";
import { say } from "./steps/say.mjs";

await ensureInstalled();
const bin = (name) => join(root, "node_modules", ".bin", name);
const projects = [
  "packages/workflow",
  "packages/nodes",
  "packages/api",
  "packages/server",
  "packages/editor",
  "e2e",
  "bench",
  "kits/typescript/tests",
];

const checks = [
  ["format and lint", () => run(bin("biome"), ["check", "--error-on-warnings", "."])],
  ...projects
    .filter((project) => existsSync(join(root, project, "tsconfig.json")))
    .map((project) => [`types of ${project}`, () => run(bin("tsc"), ["-p", project])]),
  [
    "import rules",
    () => {
      const program = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruiser.mjs");
      return run(projectNode(), [
        program,
        "--config",
        ".dependency-cruiser.mjs",
        "packages",
        "e2e",
        "bench",
        "kits",
      ]);
    },
  ],
  ["file lengths", checkFileLengths],
];

let failed = 0;
for (const [name, check] of checks) {
  const code = await check();
  if (code !== 0) failed += 1;
  say(`${code === 0 ? "holds" : "FAILS"}: ${name}`);
}
say(`${checks.length - failed} of ${checks.length} checks hold`);
process.exit(failed === 0 ? 0 : 1);
