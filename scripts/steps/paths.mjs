import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stop } from "./say.mjs";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where the server stands once it is bundled, and the file of it that is run: as fast and as light as it is shipped. */
export const serverFolder = join(root, "packages", "server", "dist");
export const serverMain = join(serverFolder, "main.js");

/**
 * The Node.js that runs Sluice: the one the repository brings (npm package `node`), whatever the machine has.
 * Falls back to the running one on platforms for which that package has no binary, when it is new enough.
 */
export function projectNode() {
  for (const name of ["node", "node.exe"]) {
    const path = join(root, "node_modules", "node", "bin", name);
    if (existsSync(path)) return path;
  }
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  return stop("this platform has no packaged Node.js 24; install Node.js 24 or newer and try again");
}

/**
 * Environment in which `node` and the workspace's programs are the project's own. What Node.js makes of a file (its types
 * stripped where it has some, compiled) is kept for the next start, beside the libraries, so that nobody can put code there
 * who could not change them.
 */
export function projectEnvironment(extra = {}) {
  const bins = [join(root, "node_modules", "node", "bin"), join(root, "node_modules", ".bin")];
  const separator = process.platform === "win32" ? ";" : ":";
  return {
    NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "compiled"),
    ...process.env,
    PATH: [...bins, process.env.PATH].join(separator),
    ...extra,
  };
}

/**
 * How Node.js is to run Sluice: without `__proto__` in objects; and with at most 16 MB for each half of the young objects in
 * place of the 32 to 64 that it takes on a large machine (with 4 a delivery took a sixth more of the processor: what is under
 * way is copied with each collection). An idle server gives them back (packages/server/src/idle-memory.ts).
 */
export const nodeFlags = ["--disable-proto=delete", "--max-semi-space-size=16"];
