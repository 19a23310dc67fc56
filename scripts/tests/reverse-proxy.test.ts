import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeringDocument } from "../../packages/server/src/testing/documents.ts";
import {
  type GuideProxy,
  isInstalled,
  proxyPrograms,
  startGuideProxy,
} from "../../packages/server/src/testing/install/guide-proxy.ts";
import { startTestApp, type TestApp } from "../../packages/server/src/testing/start-app.ts";

let app: TestApp;
let folder: string;
let hook: string;
const running: ChildProcess[] = [];
const proxies: GuideProxy[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-proxy-"));
  const environment = { SLUICE_TRUSTED_PROXIES: "127.0.0.1", SLUICE_PUBLIC_URL: "http://hooks.example.com" };
  app = await startTestApp({ environment });
  const made = await app.call("POST", "/workflows", { document: answeringDocument() });
  const { id, hookUrl } = (await made.json()) as { id: string; hookUrl: string };
  await app.call("POST", `/workflows/${id}/publish`, {});
  hook = new URL(hookUrl).pathname;
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.stop()));
  await Promise.all(
    running.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    }),
  );
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(proxyPrograms)("%s, as the guide sets it up", (program) => {
  const there = isInstalled(program) && hasCurl();
  if (!there)
    process.stderr.write(`not done: this machine has no ${program} to try the guide's configuration\n`);

  it.skipIf(!there)(
    "hands on addresses, bodies and live news",
    async () => {
      const proxy = await startGuideProxy({ program, folder, server: new URL(app.baseUrl).port });
      proxies.push(proxy);
      const { base } = proxy;
      const host = { host: "hooks.example.com" };
      await expect
        .poll(() => curl([`${base}/health/ready`, "-H", "Host: hooks.example.com"]), { timeout: 20_000 })
        .toMatch(/"status":"ok"/);
      const posted = await curl([
        ...[`${base}${hook}`, "-H", `Host: ${host.host}`, "-H", "content-type: application/json"],
        ...["-H", "X-Forwarded-For: 198.51.100.1", "--data", "{}"],
      ]);
      expect([posted, proxy.said()]).toEqual(['{"ok":true}', expect.any(String)]);
      const listed = (await (await app.call("GET", "/deliveries")).json()) as {
        items: { address: string }[];
      };
      // What the sender itself claims is believed of nobody but the proxy.
      expect(["127.0.0.1", "198.51.100.1"]).toContain(listed.items[0]?.address);
      writeFileSync(join(folder, "large"), Buffer.alloc(26 * 1024 * 1024, 0x61));
      const large = ["--data-binary", `@${join(folder, "large")}`, "-o", "/dev/null", "-w", "%{http_code}"];
      expect(await curl([`${base}${hook}`, "-H", `Host: ${host.host}`, "-H", "Expect:", ...large])).toBe(
        "413",
      );

      const live = spawn("curl", [
        ...[
          "-sN",
          `${base}/api/v1/live`,
          "-H",
          `Host: ${host.host}`,
          "-H",
          `authorization: Bearer ${app.token}`,
        ],
      ]);
      running.push(live);
      let news = "";
      live.stdout.on("data", (chunk: Buffer) => {
        news += chunk.toString();
      });
      await expect
        .poll(
          async () => {
            await fetch(`${app.baseUrl}${hook}`, {
              method: "POST",
              body: "{}",
              headers: { "content-type": "application/json" },
            });
            return news;
          },
          { timeout: 20_000, interval: 300 },
        )
        .toMatch(/"kind":"delivery"/);
    },
    60_000,
  );
});

/** Not by `fetch`, which sets no Host. What the program printed, whatever became of it. */
function curl(args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile("curl", ["-s", "--max-time", "20", ...args], (_, out) => resolve(out));
  });
}

function hasCurl(): boolean {
  try {
    execFileSync("curl", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
