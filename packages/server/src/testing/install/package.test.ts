import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { startProvider as startSignOn } from "../../accounts/oidc/testing/start-provider.ts";
import { startProvider } from "../../oauth/testing/provider.ts";
import { emptyPostgres } from "../postgres/temporary-postgres.ts";
import { type InstalledPackage, installPackage, plainEnvironment } from "./installed-package.ts";
import { spendADay } from "./operators-day.ts";
import { startCollector, startGreeter } from "./outside.ts";

const run = promisify(execFile);

let installed: InstalledPackage;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  installed = await installPackage();
}, 600_000);
afterAll(async () => {
  for (const close of closing) await close();
  installed.remove();
});

const sluice: InstalledPackage["sluice"] = (args, own) => installed.sluice(args, own);
const start: InstalledPackage["start"] = (args, own) => installed.start(args, own);

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

const poster = (base: string, token: string) => (path: string, body: unknown) =>
  fetch(`${base}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/** Makes and publishes a workflow over the API, and posts to it. */
async function answered(base: string, token: string, document: object = computing): Promise<unknown> {
  const call = poster(base, token);
  const made = await call("/workflows", { document });
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
    const own = join(installed.folder, "node_modules", "sluice");
    const names = readdirSync(own, { recursive: true, encoding: "utf8" });
    expect(names.filter((name) => /\.ts$|\.map$|\.built-from/.test(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(["LICENSE", "LICENSES.txt", join("editor", "index.html")]));
    expect(existsSync(join(installed.folder, "node_modules", "@scarf"))).toBe(false);
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

  it("has its connectors, and the libraries that it loads when they are needed", async () => {
    const [provider, collector, greeter] = await Promise.all([
      startProvider(),
      startCollector(),
      startGreeter(),
    ]);
    const signOn = await startSignOn("http://127.0.0.1:4100/oidc/callback");
    closing.push(provider.close, signOn.close, async () => [collector.close(), greeter.close()]);
    const { child, base } = await start(["--data", "./outside"], {
      ...{ SLUICE_ALLOW_NETWORKS: "127.0.0.1", SLUICE_OTEL_ENDPOINT: collector.url },
      ...{ SLUICE_OIDC_ISSUER: signOn.issuer, SLUICE_OIDC_CLIENT_ID: signOn.clientId },
      ...{ SLUICE_OIDC_CLIENT_SECRET: signOn.clientSecret },
    });
    const token = (
      await sluice(["token", "create", "--name", "t", "--scopes", "*", "--data", "./outside"])
    ).trim();
    const call = poster(base, token);
    for (const key of ["slack", "stripe", "hubspot", "salesforce"]) {
      const made = await call("/connectors", { source: { kind: "shipped", key } });
      expect([key, made.status, await made.json()]).toMatchObject([key, 201, {}]);
    }
    const swagger = {
      ...{ swagger: "2.0", info: { title: "Old", version: "1" }, host: "a.example" },
      paths: { "/stock": { get: { operationId: "stock", responses: { 200: { description: "" } } } } },
    };
    const old = await call("/connectors/read", { source: { kind: "text", text: JSON.stringify(swagger) } });
    expect([old.status, await old.json()]).toMatchObject([200, {}]);

    const credential = async (name: string, auth: object) => {
      const made = await call("/credentials", { name, auth });
      expect([name, made.status]).toEqual([name, 201]);
      return ((await made.json()) as { id: string }).id;
    };
    const { url, clientId, clientSecret } = provider;
    const oauth = await credential("oauth", {
      ...{ type: "oauth2", grant: "client-credentials", authorizationUrl: "", userUrl: "", scope: "read" },
      ...{ tokenUrl: `${url}/token`, clientId, clientSecret },
    });
    const tried = await call(`/credentials/${oauth}/test`, { url: `${url}/api` });
    expect(await tried.json()).toMatchObject({ ok: true, status: 200 });
    const aws = await credential("aws", {
      ...{ type: "aws", accessKeyId: "AKIA1", region: "eu-west-3", service: "execute-api" },
      secretAccessKey: "canary-aws",
    });
    await call(`/credentials/${aws}/test`, { url: `${url}/api` });
    expect(provider.calls.at(-1)?.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIA1\//);
    const mysql = await credential("mysql", {
      ...{ type: "mysql", host: "127.0.0.1", port: greeter.port, security: "none" },
      ...{ username: "ada-of-mysql", password: "canary-mysql", database: "shop" },
    });
    const asking = { credential: { credential: mysql }, statement: "SELECT 1" };
    await answered(base, token, {
      ...computing,
      nodes: { ...computing.nodes, sum: { type: "database", config: asking } },
    });
    expect(greeter.heard()).toContain("ada-of-mysql");
    expect(await answered(base, token)).toEqual({ sum: 42 });
    await expect.poll(() => collector.bodies.join("")).toContain("resourceSpans");
    const sent = await fetch(`${base}/oidc/sign-in`, { redirect: "manual" });
    expect(sent.headers.get("location")).toMatch(signOn.issuer);
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

  it("carries an operator through a day", async () => {
    const { stop } = await spendADay(installed);
    closing.push(stop);
  }, 300_000);

  it("has written where it was told to and into its own folder, which keeps what is compiled, and nowhere else", () => {
    const { folder, ground } = installed;
    const told = ["data", "outside", "none", "again", "b.tar.gz", "day"].map((name) => join(folder, name));
    const compiled = join(folder, "node_modules", "sluice", ".compiled");
    const within = (path: string) => (place: string) => path === place || path.startsWith(`${place}/`);
    const written = installed
      .onGround()
      .filter((name) => !installed.installed.has(name))
      .map((name) => join(ground, name));
    expect(written).toContain(compiled);
    expect(written.filter((path) => ![...told, compiled].some(within(path)))).toEqual([]);
  });

  it("tells an old Node.js what it lacks, in one sentence", async () => {
    const bin = join(installed.folder, "node_modules", "sluice", "bin", "sluice.cjs");
    const script = `Object.defineProperty(process.versions, "node", { value: "20.20.2" }); require(${JSON.stringify(bin)})`;
    await expect(run(process.execPath, ["-e", script], { env: plainEnvironment() })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^sluice: Node\.js 20\.20\.2 is too old: Sluice needs 24 or newer[^\n]*\n$/,
      ),
    });
  });
});
