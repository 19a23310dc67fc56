import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stop } from "./say.mjs";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

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

/** Environment in which `node` and the workspace's programs are the project's own. */
export function projectEnvironment(extra = {}) {
  const bins = [join(root, "node_modules", "node", "bin"), join(root, "node_modules", ".bin")];
  const separator = process.platform === "win32" ? ";" : ":";
  return { ...process.env, PATH: [...bins, process.env.PATH].join(separator), ...extra };
}
