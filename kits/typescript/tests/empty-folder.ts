import { execFile, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
export const kit = fileURLToPath(new URL("..", import.meta.url));
const compiler = fileURLToPath(new URL("../../../node_modules/typescript/bin/tsc", import.meta.url));

/** As of a shell: `npm test` would tell an npm below it where the repository is. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:npm_|INIT_CWD$|NODE_OPTIONS$|VITEST)/i.test(name)),
);

/** This Node.js, and every other version on the PATH that a kit is for. */
export function nodes(): string[] {
  const onPath = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "node"));
  const versions = new Map<string, string>();
  for (const path of [process.execPath, ...onPath].filter((one) => existsSync(one))) {
    const { stdout } = spawnSync(path, ["-p", "process.versions.node"], { encoding: "utf8" });
    const [major = 0, minor = 0] = (stdout ?? "").split(".").map(Number);
    const isNewEnough = major > 20 || (major === 20 && minor >= 3);
    if (isNewEnough && !versions.has(stdout)) versions.set(stdout, path);
  }
  return [...versions.values()];
}

/** A folder of nobody, far from the repository and its packages. */
export function makeEmptyFolder() {
  const path = mkdtempSync(join(tmpdir(), "kit-"));
  const call = async (program: string, args: readonly string[], more = {}, below = ".") => {
    const env = { ...environment, npm_config_cache: join(path, ".npm"), ...more };
    try {
      return (await run(program, args, { cwd: join(path, below), env, timeout: 120_000 })).stdout;
    } catch (error) {
      // The compiler says on its standard output what is wrong.
      const { stdout = "", message } = error as Error & { stdout?: string };
      throw new Error(`${message}\n${stdout}`);
    }
  };
  return {
    path,
    write(name: string, text: string) {
      mkdirSync(join(path, name, ".."), { recursive: true });
      writeFileSync(join(path, name), text);
    },
    /** A kit's folder under a name of one's own, without what tests and registries leave in it. */
    copy(from: string, name: string) {
      const isKept = (one: string) => !/[\\/](?:node_modules|__pycache__)$/.test(one);
      cpSync(from, join(path, name), { recursive: true, filter: isKept });
    },
    /** Without the registry. */
    install: (from: string) =>
      call("npm", ["install", "--prefix", path, "--offline", "--no-audit", "--no-fund", from]),
    compile: (args: readonly string[], below?: string) =>
      call(process.execPath, [compiler, ...args], {}, below),
    /** What a program writes. Throws where it fails. */
    run: call,
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

export type EmptyFolder = ReturnType<typeof makeEmptyFolder>;
