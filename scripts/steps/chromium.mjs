import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { run } from "./run.mjs";
import { say, stop } from "./say.mjs";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** Path of a Chromium for the browser tests; on Debian as root it is installed when there is none. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.platform === "linux" && process.getuid?.() === 0 && onPath("apt-get")) {
    say("installing Debian's chromium for the browser tests …");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-qq"], { output: "stderr", env });
    await run(
      "apt-get",
      ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
      {
        output: "stderr",
        env,
      },
    );
    const installed = findChromium();
    if (installed) return installed;
  }
  return stop(
    "the browser tests need a Chromium and found none. Install one (Debian: apt-get install chromium; " +
      "elsewhere: npx playwright install chromium) or set CHROMIUM_PATH to its path. " +
      "`npm test -- unit` runs everything else.",
  );
}

function findChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen)
    return existsSync(chosen) ? chosen : stop(`CHROMIUM_PATH names ${chosen}, which does not exist`);
  return playwrightsOwn() ?? names.map(onPath).find(Boolean);
}

function playwrightsOwn() {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), ".cache", "ms-playwright");
  if (!existsSync(cache)) return undefined;
  return readdirSync(cache)
    .filter((name) => name.startsWith("chromium-"))
    .map((name) => join(cache, name, "chrome-linux", "chrome"))
    .find((path) => existsSync(path));
}

function onPath(name) {
  try {
    return (
      execFileSync("which", [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}
