import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../steps/paths.mjs";

interface Library {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/** The licences of all libraries whose code is in the package: most ask for no more than to be named. */
export function licenseTexts(moduleFiles: readonly string[]): string {
  const folders = new Set([...moduleFiles.flatMap(folderOf), ...editorLibraries()]);
  const libraries = new Map(
    [...folders].flatMap(libraryIn).map((one) => [`${one.name}@${one.version}`, one]),
  );
  return [...libraries.values()]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text.trim()}\n`)
    .join(`\n${"-".repeat(80)}\n\n`);
}

function folderOf(file: string): string[] {
  const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  return folder === undefined ? [] : [folder];
}

/** Those that the editor names itself. */
function editorLibraries(): string[] {
  const editor = join(root, "packages", "editor");
  const { dependencies } = JSON.parse(readFileSync(join(editor, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  return Object.keys(dependencies)
    .filter((name) => !name.startsWith("@sluice/"))
    .map((name) => join(editor, "node_modules", name));
}

function libraryIn(folder: string): Library[] {
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return [];
  const about = JSON.parse(readFileSync(manifest, "utf8")) as Partial<Library>;
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const { name = folder, version = "", license = "" } = about;
  return [
    { name, version, license: String(license), text: file ? readFileSync(join(folder, file), "utf8") : "" },
  ];
}
