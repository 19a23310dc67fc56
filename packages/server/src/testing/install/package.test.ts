import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { emptyPostgres } from "../postgres/temporary-postgres.ts";

const root = fileURLToPath(new URL("../../../../../", import.meta.url));
const run = promisify(execFile);

let folder: string;
const running: ChildProcess[] = [];
const closing: (() => Promise<unknown>)[] = [];

/** As somebody has it who installs the package: this Node.js first, and none of the workspace's programs. */
const environment = (own: Record<string, string> = {}) => ({
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  HOME: process.env.HOME,
  ...own,
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-package-"));
  const built = await run(process.execPath, [join(root, "scripts/package/build.ts"), "--out", folder], {
    env: environment(),
  });
  const tarball = built.stdout.trim().split("\n").at(-1) ?? "";
  await run("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--prefer-offline", tarball], {
    env: environment(),
    cwd: folder,
  });
}, 600_000);
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  for (const close of closing) await close();
  rmSync(folder, { recursive: true, force: true });
});

const program = () => join(folder, "node_modules", ".bin", "sluice");
const sluice = async (args: string[], own?: Record<string, string>) =>
  (await run(program(), args, { env: environment(own), cwd: folder })).stdout;

/** Starts what was installed on a free port; resolves to where it listens. */
async function start(args: string[], own?: Record<string, string>) {
  const child = spawn(program(), ["start", "--port", "0", ...args], { env: environment(own), cwd: folder });
  running.push(child);
  let out = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
  }
  await expect.poll(() => out, { timeout: 60_000 }).toMatch(/ listens on \S+\n/);
  return { child, base: / listens on (\S+)/.exec(out)?.[1] ?? "", output: () => out };
}

/** Code in the sandbox (a process of its own), and an answer. */
const computing = {
  ...{ format: 1, name: "Computes", mode: "sync", trigger: { type: "webhook", config: {} } },
  nodes: {
    sum: { type: "code", config: { code: "return { sum: 20 + 22 }" } },
    answer: { type: "response", config: { status: 200, kind: "json", body: "{{ steps.sum }}" } },
  },
  edges: [
    { from: "trigger", to: "sum" },
    { from: "sum", to: "answer" },
  ],
};

/** Makes and publishes a workflow over the API, and posts to it. */
async function answered(base: string, token: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const call = (path: string, body: unknown) =>
    fetch(`${base}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const made = await call("/workflows", { document: computing });
  expect(made.status).toBe(201);
  const { id, hookUrl } = (await made.json()) as { id: string; hookUrl: string };
  expect((await call(`/workflows/${id}/publish`, {})).status).toBe(200);
  const url = `${base}${new URL(hookUrl).pathname}`;
  return (
    await fetch(url, { method: "POST", body: "{}", headers: { "content-type": "application/json" } })
  ).json();
}

describe("the package, installed from its tarball in an empty folder", () => {
  it("holds no sources, and no library that reports who installs it", () => {
    const own = join(folder, "node_modules", "sluice");
    const names = readdirSync(own, { recursive: true, encoding: "utf8" });
    expect(names.filter((name) => /\.ts$|\.map$|\.built-from/.test(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(["LICENSE", "LICENSES.txt", join("editor", "index.html")]));
    expect(existsSync(join(folder, "node_modules", "@scarf"))).toBe(false);
  });

  it("serves editor, API page and trigger URLs, finds its threads and processes, and is backed up", async () => {
    const { child, base, output } = await start(["--data", "./data"]);
    expect(output()).toMatch(/Make the first account here: http/);
    const token = (
      await sluice(["token", "create", "--name", "t", "--scopes", "*", "--data", "./data"])
    ).trim();
    expect(await answered(base, token)).toEqual({ sum: 42 });
    const page = await (await fetch(`${base}/`)).text();
    const [, script = ""] = /<script[^>]+src="([^"]+)"/.exec(page) ?? [];
    const paths = [
      script,
      "/api/docs",
      "/api/docs/assets/swagger-ui-bundle.js",
      "/api/openapi.json",
      "/health/ready",
    ];
    for (const path of paths) expect([path, (await fetch(base + path)).status]).toEqual([path, 200]);
    expect(await sluice(["backup", "b.tar.gz", "--data", "./data"])).toMatch(/1 workflows, 1 deliveries/);
    expect(await sluice(["restore", "b.tar.gz", "--data", "./again"])).toMatch(/^Restored/);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  }, 300_000);

  it.skipIf(inject("postgresUrl") === null)(
    "runs on PostgreSQL as web and worker",
    async () => {
      const { url, remove } = await emptyPostgres();
      closing.push(remove);
      const own = {
        SLUICE_DATABASE_URL: url,
        SLUICE_SECRET_KEY: "one key for all of the processes here",
        SLUICE_PUBLIC_URL: "http://127.0.0.1:4100",
      };
      expect(await sluice(["migrate"], own)).toMatch(/Migrations applied: \d+\./);
      const { child, base } = await start(["--data", "./none"], own);
      const token = (await sluice(["token", "create", "--name", "t", "--scopes", "*"], own)).trim();
      expect(await answered(base, token)).toEqual({ sum: 42 });
      child.kill("SIGTERM");
      expect(await once(child, "exit")).toEqual([0, null]);
    },
    180_000,
  );

  it("tells an old Node.js what it lacks, in one sentence", async () => {
    const bin = join(folder, "node_modules", "sluice", "bin", "sluice.cjs");
    const script = `Object.defineProperty(process.versions, "node", { value: "20.20.2" }); require(${JSON.stringify(bin)})`;
    await expect(run(process.execPath, ["-e", script], { env: environment() })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^sluice: Node\.js 20\.20\.2 is too old: Sluice needs 24 or newer[^\n]*\n$/,
      ),
    });
  });
});
