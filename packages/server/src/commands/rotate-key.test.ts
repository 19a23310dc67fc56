import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deriveVaultKey } from "../secrets/key.ts";
import { adoptPendingKey, masterKeyFor, writePendingKey } from "../secrets/key-file.ts";
import { rotate } from "../secrets/rotate.ts";
import { openVault } from "../secrets/vault.ts";
import { openDatabase } from "../stores/database/database.ts";
import { createSqliteSealedStore } from "../stores/sealed/sqlite.ts";
import { createSqliteSecretsStore } from "../stores/secrets/sqlite.ts";
import { builtMain } from "../testing/built-main.ts";
import { guardedDocument } from "../testing/documents.ts";
import { startTestApp } from "../testing/start-app.ts";
import { runCommandLine } from "./command-line.ts";

const [first, second] = ["first", "second"].map((name) => `the ${name} key, of 32 characters and more`);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-rotate-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function sluice(args: string[], own: Record<string, string> = {}, input = "") {
  let [out, err] = ["", ""];
  const code = await runCommandLine(["rotate-key", ...args], {
    environment: own,
    print: (text) => {
      out += text;
    },
    complain: (text) => {
      err += text;
    },
    readInput: async () => input,
  });
  return { code, out, err };
}

/** A server that has stopped, with so many workflows, each with a secret. */
async function filled(data: string, workflows: number, environment: Record<string, string> = {}) {
  const app = await startTestApp({ dataFolder: data, environment });
  for (let n = 0; n < workflows; n += 1) {
    await app.call("POST", "/workflows", { document: guardedDocument(`password-${n}`) });
  }
  return app;
}

/** Every secret of the folder in plain, as the next start would find them. */
async function passwordsIn(data: string, configured?: string): Promise<string[]> {
  const database = openDatabase({ file: join(data, "sluice.db") });
  try {
    const store = createSqliteSecretsStore(database);
    const masterKey = await masterKeyFor({ dataFolder: data, configured, store });
    const vault = await openVault({ key: deriveVaultKey(masterKey), store, clock: () => 1 });
    const rows = (await createSqliteSealedStore(database).all()).filter(({ table }) => table === "secrets");
    const texts = rows.map(({ id, owner: [workflowId = "", node = "", field = ""] }) =>
      vault.reveal({ id, owner: { workflowId, node, field } }),
    );
    return (await Promise.all(texts)).map((text) => text ?? "missing").sort();
  } finally {
    database.close();
  }
}

describe("sluice rotate-key", () => {
  it("gives the folder a new key, keeps the old one for backups, and the server goes on", async () => {
    const data = join(folder, "file");
    const app = await filled(data, 2);
    const running = await sluice(["--data", data]);
    expect([running.code, running.err]).toEqual([1, expect.stringMatching(/Another Sluice runs/)]);
    await app.stop({ keepData: true });
    const old = readFileSync(join(data, "secret.key"), "utf8");
    const { code, out } = await sluice(["--data", data, "--json"]);
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { changed: true, secrets: 2, credentials: 0, subscriptions: 0, grants: 0, endedUrls: 0 },
    ]);
    const { oldKeyFile } = JSON.parse(out) as { oldKeyFile: string };
    expect(readFileSync(oldKeyFile, "utf8")).toBe(old);
    expect(readFileSync(join(data, "secret.key"), "utf8")).not.toBe(old);
    expect(statSync(join(data, "secret.key")).mode & 0o777).toBe(0o600);
    expect(existsSync(join(data, "secret.key.new"))).toBe(false);
    expect(await passwordsIn(data)).toEqual(["password-0", "password-1"]);
    const again = await startTestApp({ dataFolder: data });
    const listed = await (await again.call("GET", "/audit?act=vault.rotateKey")).json();
    expect(listed).toMatchObject({
      items: [{ actor: { kind: "command" }, outcome: "ok", detail: { secrets: 2 } }],
    });
    await again.stop({ keepData: true });
  });

  it("takes a key from outside where the old one comes from outside", async () => {
    const data = join(folder, "configured");
    const own = { SLUICE_DATA: data, SLUICE_SECRET_KEY: first ?? "" };
    await (await filled(data, 1, { SLUICE_SECRET_KEY: first ?? "" })).stop({ keepData: true });
    expect((await sluice([], own)).err).toMatch(/--new-key-stdin/);
    expect((await sluice(["--new-key-stdin"], own, "short")).err).toMatch(/at least 32/);
    expect((await sluice(["--new-key-stdin"], own, first)).err).toMatch(/the old one/);
    const { code, out } = await sluice(["--new-key-stdin"], own, `${second}\n`);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^Encrypted anew: 1 secrets.*\nSet SLUICE_SECRET_KEY/),
    ]);
    expect(out).not.toContain(second);
    expect(await passwordsIn(data, second)).toEqual(["password-0"]);
    await expect(passwordsIn(data, first)).rejects.toThrow(/another key/);
    // Whoever did not see it end asks again.
    const repeated = await sluice(["--new-key-stdin"], own, second);
    expect([repeated.code, repeated.out]).toEqual([0, expect.stringMatching(/new key already/)]);
  });

  it.each(["the new file was written", "the database was changed", "the old file was kept"])(
    "is finished by the next start or the next call when it ended after %s",
    async (moment) => {
      const data = join(folder, moment.replaceAll(" ", "-"));
      await (await filled(data, 1)).stop({ keepData: true });
      const oldText = readFileSync(join(data, "secret.key"), "utf8").trim();
      const newText = writePendingKey(data);
      if (moment !== "the new file was written") {
        const database = openDatabase({ file: join(data, "sluice.db") });
        const [oldKey, newKey] = [deriveVaultKey(oldText), deriveVaultKey(newText)];
        await rotate({ store: createSqliteSealedStore(database), oldKey, newKey, clock: () => 1 });
        database.close();
      }
      if (moment === "the old file was kept") {
        adoptPendingKey(data);
        writePendingKey(data, newText);
      }
      const { out } = await sluice(["--data", data]);
      expect(out).toContain("1 secrets");
      expect(readFileSync(join(data, "secret.key"), "utf8").trim()).toBe(newText);
      expect(await passwordsIn(data)).toEqual(["password-0"]);
    },
  );

  it("loses nothing to kill -9 at any moment", { timeout: 180_000 }, async () => {
    const data = join(folder, "killed");
    await (await filled(data, 40)).stop({ keepData: true });
    const expected = await passwordsIn(data);
    expect(expected).toHaveLength(40);
    const run = () =>
      spawn(process.execPath, ["--disable-proto=delete", builtMain, "rotate-key", "--data", data], {
        stdio: "ignore",
      });
    const began = performance.now();
    await once(run(), "exit");
    const wholeMs = performance.now() - began;
    // From when it may have begun to write until it would have ended, and where it waits for nothing in between.
    for (const share of [0.6, 0.8, 0.92]) {
      const child = run();
      const ended = once(child, "exit");
      await delay(wholeMs * share * (0.9 + Math.random() * 0.2));
      child.kill("SIGKILL");
      await ended;
      expect(await passwordsIn(data)).toEqual(expected);
    }
    expect((await sluice(["--data", data])).code).toBe(0);
    expect(await passwordsIn(data)).toEqual(expected);
    expect(readdirSync(data)).not.toContain("secret.key.new");
  });
});
