// `npm test`: installs what the tests need and runs all of them; `npm test -- unit` or `-- e2e` runs a part.
// What follows a part goes to its runner: `npm test -- unit packages/workflow`.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { ensureEditorBuilt } from "./steps/build-editor.mjs";
import { ensureServerBuilt } from "./steps/build-server.mjs";
import { ensureChromium } from "./steps/chromium.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { projectNode, root } from "./steps/paths.mjs";
import { run } from "./steps/run.mjs";
import { say, stop } from "./steps/say.mjs";

const results = join(root, "test-results");
const parts = { unit: unitTests, e2e: browserTests };

const [first, ...rest] = process.argv.slice(2);
if (first !== undefined && !(first in parts))
  stop(`there is no part "${first}"; the parts are ${Object.keys(parts).join(", ")}`, 2);
const chosen = first === undefined ? Object.keys(parts) : [first];

await ensureInstalled();
await ensureEditorBuilt();
await ensureServerBuilt();
mkdirSync(results, { recursive: true });

const sum = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
for (const name of chosen) {
  say(`${name} tests …`);
  const { names = [], ...counts } = await parts[name](rest);
  for (const key of Object.keys(sum)) sum[key] += counts[key];
  failures.push(...names);
}
// Once more at the end, where whoever reads only that finds it.
for (const name of failures) process.stdout.write(`failed: ${name}\n`);
process.stdout.write(
  `${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ""}\n`,
);
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);

async function unitTests(args) {
  const file = join(results, "unit.json");
  rmSync(file, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run(projectNode(), [vitest, "run", ...reporters, ...args]);
  return counted(code, file, (report) => {
    const names = report.testResults.flatMap(failedOf);
    return {
      passed: report.numPassedTests,
      failed: names.length,
      skipped: report.numPendingTests + report.numTodoTests,
      names,
    };
  });
}

/** Names of what failed in a file; one that could not be loaded, or not cleaned up, has no failed test of its own. */
function failedOf({ name, status, message, assertionResults }) {
  if (status !== "failed") return [];
  const file = relative(root, name);
  const failed = assertionResults.filter((result) => result.status === "failed");
  if (failed.length === 0) return [`${file}: ${firstLine(message)}`];
  return failed.map(
    ({ fullName, failureMessages }) => `${file} › ${fullName}: ${firstLine(failureMessages[0])}`,
  );
}

function firstLine(text) {
  return (text ?? "").split("\n", 1)[0];
}

async function browserTests(args) {
  const file = join(results, "e2e.json");
  rmSync(file, { force: true });
  const chromium = await ensureChromium();
  const playwright = join(root, "e2e", "node_modules", "@playwright", "test", "cli.js");
  const code = await run(projectNode(), [playwright, "test", "--reporter=list,json", ...args], {
    cwd: join(root, "e2e"),
    env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  });
  return counted(code, file, ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  }));
}

/** Counts of a runner's report; a runner that ended badly without a failed test counts as one failure. */
function counted(code, file, read) {
  let counts;
  try {
    counts = read(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  if (code !== 0 && counts.failed === 0) {
    counts.failed = 1;
    counts.names = [`the runner ended with ${code}, though no test failed`];
  }
  return counts;
}
