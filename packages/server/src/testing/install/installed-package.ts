import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "vitest";

const root = fileURLToPath(new URL("../../../../../", import.meta.url));
const run = promisify(execFile);

/** A server of the package. */
export interface Started {
  readonly child: ChildProcess;
  /** Where it listens. */
  readonly base: string;
  /** What it has printed, both streams together. */
  output(): string;
}

/** The package as somebody has it who has installed its tarball in an empty folder. */
export interface InstalledPackage {
  /** Holds all that the package could reach: where it is installed, some folders down, a home, and a place for what passes. */
  readonly ground: string;
  readonly folder: string;
  /** What there was on the ground once it was installed. */
  readonly installed: ReadonlySet<string>;
  /** What there is on the ground now. */
  onGround(): string[];
  /** Runs a command to its end; resolves to what it prints. Rejects unless it ends with 0. `program`: another copy of it. */
  sluice(args: readonly string[], own?: Record<string, string>, program?: string): Promise<string>;
  /** Starts the server, on a free port unless the arguments name one; resolves once it listens. */
  start(args: readonly string[], own?: Record<string, string>, program?: string): Promise<Started>;
  remove(): void;
}

/** With this Node.js first in the path, and none of the workspace's programs. */
export const plainEnvironment = (own: Record<string, string> = {}) => ({
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  HOME: process.env.HOME,
  ...own,
});

/** npm waits five minutes on a connection that hangs and tries twice more, which is longer than whoever waits for it here. */
const patience = ["--fetch-timeout=30000", "--fetch-retries=6", "--fetch-retry-maxtimeout=10000"];

/** Builds the package, packs it, and installs the tarball. Takes up to some minutes. */
export async function installPackage(): Promise<InstalledPackage> {
  const ground = mkdtempSync(join(tmpdir(), "sluice-package-"));
  const folder = join(ground, "srv", "of", "somebody");
  for (const path of [folder, join(ground, "home"), join(ground, "tmp")])
    mkdirSync(path, { recursive: true });
  const built = await run(process.execPath, [join(root, "scripts/package/build.ts"), "--out", folder], {
    env: plainEnvironment(),
  });
  const tarball = built.stdout.trim().split("\n").at(-1) ?? "";
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];
  await run("npm", ["install", "--prefix", folder, ...quiet, ...patience, tarball], {
    env: plainEnvironment(),
    cwd: folder,
  });
  const onGround = () => readdirSync(ground, { recursive: true, encoding: "utf8" });
  const running: ChildProcess[] = [];
  const usual = join(folder, "node_modules", ".bin", "sluice");
  const surroundings = (own?: Record<string, string>) => ({
    env: plainEnvironment({ HOME: join(ground, "home"), TMPDIR: join(ground, "tmp"), ...own }),
    cwd: folder,
  });
  return {
    ...{ ground, folder, onGround, installed: new Set(onGround()) },
    async sluice(args, own, program = usual) {
      return (await run(program, [...args], surroundings(own))).stdout;
    },
    async start(args, own, program = usual) {
      const child = spawn(program, ["start", "--port", "0", ...args], surroundings(own));
      running.push(child);
      let out = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk: Buffer) => {
          out += chunk.toString();
        });
      }
      await expect.poll(() => out, { timeout: 60_000 }).toMatch(/ listens on \S+\n/);
      return { child, base: / listens on (\S+)/.exec(out)?.[1] ?? "", output: () => out };
    },
    remove() {
      for (const child of running) child.kill("SIGKILL");
      rmSync(ground, { recursive: true, force: true });
    },
  };
}
