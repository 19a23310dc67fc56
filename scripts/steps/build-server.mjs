import { join } from "node:path";
import { projectNode, root, serverFolder } from "./paths.mjs";
import { run } from "./run.mjs";
import { say, stop } from "./say.mjs";
import { hashOf, readStamp, writeStamp } from "./stamp.mjs";

const stampFile = join(serverFolder, ".built-from");

/** Bundles the server when one of its sources has changed since the last time. */
export async function ensureServerBuilt() {
  const sources = ["server", "workflow", "nodes", "api"].map((name) => join(root, "packages", name));
  const wanted = hashOf([join(root, "pnpm-lock.yaml"), join(root, "scripts", "package"), ...sources]);
  if (readStamp(stampFile) === wanted) return;
  say("building the server …");
  const bundle = join(root, "scripts", "package", "bundle-in-place.ts");
  const code = await run(projectNode(), [bundle], { output: "stderr" });
  if (code !== 0) stop("the server could not be built; the output above says why");
  writeStamp(stampFile, wanted);
}
