import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { root } from "../steps/paths.mjs";
import { bundleServer, kept } from "./bundle.ts";
import { licenseTexts } from "./licenses.ts";

/*
 * Makes the package in dist/package and packs it. `--out <folder>`: somewhere else than dist/. Prints the path of the tarball.
 */

const at = process.argv.indexOf("--out");
const out = resolve(at === -1 ? join(root, "dist") : (process.argv[at + 1] ?? "dist"));
const folder = join(out, "package");
const editor = join(root, "packages", "editor", "dist");
if (!existsSync(join(editor, "index.html")))
  throw new Error("the editor is not built: use `npm run package`");
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, "bin"), { recursive: true });

const modules = await bundleServer({ folder: join(folder, "server"), editor: "../editor" });
cpSync(editor, join(folder, "editor"), {
  recursive: true,
  filter: (path) => !path.endsWith(".built-from"),
});
copyFileSync(join(root, "scripts", "package", "sluice.cjs"), join(folder, "bin", "sluice.cjs"));
chmodSync(join(folder, "bin", "sluice.cjs"), 0o755);
for (const name of ["README.md", "LICENSE"]) copyFileSync(join(root, name), join(folder, name));
writeFileSync(join(folder, "LICENSES.txt"), licenseTexts(modules));
writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest(), null, 2)}\n`);

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const packed = execFileSync(npm, ["pack", "--json", "--pack-destination", out], {
  cwd: folder,
  encoding: "utf8",
});
const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
process.stdout.write(`${join(out, filename)}\n`);

/** Exact versions of what is not bundled: those that the tests ran with. */
function manifest(): object {
  const server = join(root, "packages", "server");
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as { version: string };
  const { version } = read(join(server, "package.json"));
  const versions = kept.map(
    (name) => [name, read(join(server, "node_modules", name, "package.json")).version] as const,
  );
  return {
    name: "sluice",
    version,
    description: "A self-hosted visual workflow engine whose front door is a webhook",
    license: "Apache-2.0",
    type: "module",
    bin: { sluice: "bin/sluice.cjs" },
    engines: { node: ">=24" },
    files: ["bin", "editor", "server", "LICENSES.txt"],
    dependencies: Object.fromEntries(versions),
  };
}
