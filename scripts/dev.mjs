// `npm run dev`: the server, restarted when its sources change, and the editor with hot reload on port 5173.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled } from "./steps/install.mjs";
import { nodeFlags, projectEnvironment, projectNode, root } from "./steps/paths.mjs";

await ensureInstalled();
const main = join(root, "packages", "server", "src", "main.ts");
const editor = join(root, "packages", "editor");
const env = projectEnvironment();
const server = [...nodeFlags, "--watch", main, "start", ...process.argv.slice(2)];
const children = [
  spawn(projectNode(), server, { stdio: "inherit", env }),
  spawn(projectNode(), [join(editor, "node_modules", "vite", "bin", "vite.js")], {
    cwd: editor,
    stdio: "inherit",
    env,
  }),
];
const endAll = () => {
  for (const child of children) child.kill("SIGTERM");
};
process.on("SIGINT", endAll);
process.on("SIGTERM", endAll);
for (const child of children) child.on("exit", endAll);
