import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const { resolve } = createRequire(import.meta.url);

/** What a sandbox process is given at its start, in the order in which it is sent. */
export interface ProcessSources {
  readonly wasm: Buffer;
  readonly prelude: string;
  readonly jsonata: string;
  readonly jsonpathPlus: string;
  /** Folders the process has to read its imports from, and nothing else. */
  readonly readable: readonly string[];
}

let read: ProcessSources | undefined;

/** Read once, 0.8 MB. The libraries are text here: nothing of them is ever imported into the server. */
export function processSources(): ProcessSources {
  read ??= {
    wasm: readFileSync(resolve("@jitl/quickjs-wasmfile-release-sync/wasm")),
    prelude: readFileSync(new URL("./guest/prelude.js", import.meta.url), "utf8"),
    jsonata: readFileSync(resolve("jsonata/jsonata.min.js"), "utf8"),
    jsonpathPlus: forQuickJs(
      readFileSync(
        join(dirname(resolve("jsonpath-plus/package.json")), "dist", "index-browser-umd.min.cjs"),
        "utf8",
      ),
    ),
    readable: readableFolders(),
  };
  return read;
}

/** The folder of a package as `from` finds it, and where that leads when it is a link: Node reads in both. */
function foldersOf(name: string, from: string): string[] {
  const found = createRequire(from)
    .resolve.paths(name)
    ?.map((folder) => join(folder, name))
    .find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`the package ${name} is not installed`);
  return [...new Set([found, realpathSync(found)])];
}

function readableFolders(): string[] {
  const core = foldersOf("quickjs-emscripten-core", import.meta.filename);
  const types = foldersOf("@jitl/quickjs-ffi-types", join(core.at(-1) ?? "", "package.json"));
  return [...core, ...foldersOf("@jitl/quickjs-wasmfile-release-sync", import.meta.filename), ...types];
}

/**
 * Two regular expressions of jsonpath-plus 11.3 that QuickJS (2025-09-13) refuses: with the flag `v` it takes `(-?` and
 * `;;` for class syntax, which they would be inside of brackets only. With `u` they mean the same.
 */
const refused = ["/^(-?\\d*):(-?\\d*):?(-?\\d*)$/v", "/;;;|;;/gv"];

function forQuickJs(library: string): string {
  return refused.reduce((text, pattern) => {
    if (!text.includes(pattern)) throw new Error(`jsonpath-plus has changed: ${pattern} is not in it`);
    return text.replaceAll(pattern, pattern.replace(/v$/, "u"));
  }, library);
}
