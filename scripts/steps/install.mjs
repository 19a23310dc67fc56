import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { run } from "./run.mjs";
import { say, stop } from "./say.mjs";
import { hashOf, readStamp, writeStamp } from "./stamp.mjs";

/**
 * The pnpm that wrote the lock file. Not in package.json's `packageManager`: pnpm 12 then wants itself in the lock
 * file too and refuses a frozen one.
 */
const packageManager = "pnpm@12.21.0";

const stampFile = join(root, "node_modules", ".sluice-installed");

/** Installs exactly what the lock file names, unless that has been done already. */
export async function ensureInstalled() {
  const wanted = hashOf([join(root, "pnpm-lock.yaml"), join(root, "pnpm-workspace.yaml"), ...manifests()]);
  if (readStamp(stampFile) === wanted) return;
  say("installing what the lock file names (once, and again when it changes) …");
  const npx = process.platform === "win32" ? "npx.cmd" : "npx";
  const code = await run(npx, ["--yes", packageManager, "install", "--frozen-lockfile"], {
    output: "stderr",
    // No browser, binary or telemetry from elsewhere: only what the registry holds.
    env: { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1", SCARF_ANALYTICS: "false", CI: "true" },
  });
  if (code !== 0)
    stop(`the installation failed (${packageManager} ended with ${code}); its output above says why`);
  writeStamp(stampFile, wanted);
}

function manifests() {
  const packages = join(root, "packages");
  const folders = readdirSync(packages).map((name) => join(packages, name));
  return [root, ...folders, join(root, "e2e"), join(root, "bench")]
    .map((folder) => join(folder, "package.json"))
    .filter((file) => statSync(file, { throwIfNoEntry: false }));
}
