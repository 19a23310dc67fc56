import { cpSync, mkdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { type Plugin, rolldown } from "rolldown";
import { root } from "../steps/paths.mjs";

const source = join(root, "packages", "server", "src");
const editor = join(root, "packages", "editor", "dist");

/**
 * Libraries that stay packages of their own: with a binary (better-sqlite3), read as files (QuickJS, JSONata,
 * jsonpath-plus), or loading files of theirs by name (graphile-worker, and pg with it, so that there is one of it).
 */
export const kept: readonly string[] = [
  "better-sqlite3",
  "@jitl/quickjs-wasmfile-release-sync",
  "quickjs-emscripten-core",
  "jsonata",
  "jsonpath-plus",
  "graphile-worker",
  "pg",
  "pg-cursor",
];

/** Programs of their own: threads that the server starts by their file. */
const threads: Readonly<Record<string, string>> = {
  "stores/intake/writer-thread": join(source, "stores", "intake", "writer-thread.ts"),
  "connectors/openapi/reading-thread": join(source, "connectors", "openapi", "reading-thread.ts"),
};

/** What is read or started as a file beside the bundle, by the name that the sources have for it. */
const files = [
  "sandbox/child.mjs",
  "sandbox/guest/prelude.js",
  "outgoing/database/sqlite-child.mjs",
  "stores/migrations",
  "stores/migrations-postgres",
  "connectors/shipped",
];

/**
 * The readable page of the API, as files of ours: its package brings another one that reports every installation to a company.
 * Its folder is found by these words of the sources.
 */
const swagger = {
  words: 'createRequire(import.meta.url).resolve("swagger-ui-dist/package.json")',
  place: "swagger-ui",
  files: ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE"],
};

export interface BundleGiven {
  readonly folder: string;
  /** Where the built editor stands, from that folder. */
  readonly editor: string;
}

/**
 * Bundles the server into a folder, all chunks flat in it, and puts the files beside that it reads. Resolves to the files of
 * libraries that went in. Throws when the sources name a file that is not put there.
 */
export async function bundleServer({ folder, editor: editorPlace }: BundleGiven): Promise<string[]> {
  const build = await rolldown({
    input: { main: join(source, "main.ts"), ...threads },
    platform: "node",
    external: kept.flatMap((name) => [name, new RegExp(`^${name}/`)]),
    plugins: [filesBesides(editorPlace), withoutQuickImports(), oneByteACharacter()],
    // Libraries' own affairs; what our sources do wrong is found by the checks.
    logLevel: "silent",
  });
  const { output } = await build.write({
    dir: folder,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "chunk-[hash].js",
    comments: false,
  });
  await build.close();
  for (const name of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(source, name), join(folder, name), { recursive: true });
  }
  const page = join(root, "packages", "server", "node_modules", "swagger-ui-dist");
  for (const name of swagger.files) cpSync(join(page, name), join(folder, swagger.place, name));
  return output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
}

/** The sources name files from where they themselves are; in the bundle, that is its own folder. */
function filesBesides(editorPlace: string): Plugin {
  return {
    name: "sluice:files-besides",
    transform(code, id) {
      if (!id.startsWith(source)) return null;
      if (id === join(source, "http", "docs-page.ts")) return pageBesides(code);
      // What is not one text cannot be told, and would be looked for in a place that only the sources have.
      if (/new URL\((?!")[^;]*?import\.meta\.url/.test(code))
        throw new Error(`${relative(root, id)} names a file in a way that the package does not follow`);
      return code.replaceAll(
        /new URL\("([^"]+?)(\/?)", import\.meta\.url\)/g,
        (_, path: string, end: string) => {
          return `new URL("${placeOf(resolve(dirname(id), path), editorPlace)}${end}", import.meta.url)`;
        },
      );
    },
  };
}

function pageBesides(code: string): string {
  if (!code.includes(swagger.words)) throw new Error("http/docs-page.ts finds Swagger UI in another way now");
  const file = `process.getBuiltinModule("node:url").fileURLToPath(new URL("./${swagger.place}/LICENSE", import.meta.url))`;
  return code.replace(swagger.words, file);
}

function placeOf(path: string, editorPlace: string): string {
  if (path === editor) return editorPlace;
  const name = relative(source, path);
  const thread = Object.entries(threads).find(([, file]) => file === path)?.[0];
  if (thread !== undefined) return `./${thread}.js`;
  if (files.includes(name)) return `./${name}`;
  throw new Error(`the package has no ${name}: add it to scripts/package/bundle.ts`);
}

/**
 * They make the files of one library load quickly, and the bundle has none of these. Their place for what is compiled is one of
 * the sources: `sluice.cjs` names one in the package.
 */
function withoutQuickImports(): Plugin {
  return {
    name: "sluice:without-quick-imports",
    load: (id) => (id === join(source, "quick-imports.ts") ? "" : null),
  };
}

/**
 * Writes characters beyond Latin-1 as escapes. V8 keeps the sources of what is loaded, and for the sake of one ’ keeps two
 * bytes for every character of its chunk.
 */
function oneByteACharacter(): Plugin {
  return {
    name: "sluice:one-byte-a-character",
    // Not earlier: what prints a chunk writes the characters themselves again.
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) if (file.type === "chunk") file.code = latin1(file.code);
    },
  };
}

function latin1(code: string): string {
  return code.replaceAll(/[^\0-\xff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
