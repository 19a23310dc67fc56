import { join } from "node:path";
import { projectNode, root } from "./paths.mjs";
import { run } from "./run.mjs";
import { say, stop } from "./say.mjs";
import { hashOf, readStamp, writeStamp } from "./stamp.mjs";

const editor = join(root, "packages", "editor");
const stampFile = join(editor, "dist", ".built-from");

/** Builds the editor when one of its sources has changed since the last build. */
export async function ensureEditorBuilt() {
  const sources = ["editor", "workflow", "nodes", "api"].map((name) => join(root, "packages", name));
  const wanted = hashOf([join(root, "pnpm-lock.yaml"), ...sources]);
  if (readStamp(stampFile) === wanted) return;
  say("building the editor …");
  const vite = join(editor, "node_modules", "vite", "bin", "vite.js");
  const code = await run(projectNode(), [vite, "build", "--logLevel", "warn"], {
    cwd: editor,
    output: "stderr",
  });
  if (code !== 0) stop("the editor could not be built; the output above says why");
  writeStamp(stampFile, wanted);
}
