import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "tar";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { guardedDocument } from "../testing/documents.ts";
import { runSluice } from "../testing/run-sluice.ts";
import { startTestApp } from "../testing/start-app.ts";
import type { Manifest } from "./manifest.ts";

let folder: string;
let data: string;
/** A backup of it. */
let file: string;
let hook: string;
const path = (...parts: string[]) => join(folder, ...parts);
const authorization = `Basic ${Buffer.from("bob:s3cret").toString("base64")}`;
const post = (url: string) =>
  fetch(url, { method: "POST", body: "{}", headers: { authorization, "content-type": "application/json" } });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-backups-"));
  const app = await startTestApp({ dataFolder: path("data") });
  data = path("data");
  const made = await app.call("POST", "/workflows", { document: guardedDocument("s3cret") });
  const { id, hookUrl } = (await made.json()) as { id: string; hookUrl: string };
  expect((await app.call("POST", `/workflows/${id}/publish`, {})).status).toBe(200);
  expect((await post(hookUrl)).status).toBe(200);
  hook = new URL(hookUrl).pathname;
  file = path("first.tar.gz");
  // While the server runs, and holds the newest rows in its write-ahead log.
  expect(await runSluice(["backup", file, "--data", data])).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringMatching(
      /first\.tar\.gz \(\d+ bytes\)\nEverything accepted up to \S+: 1 workflows, 1 deliveries, 1 executions\.\nThe secret key is in it/,
    ),
  });
  await app.stop({ keepData: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Takes a backup apart, changes it, and puts it together again, with checksums that are right where `honest`. */
function changedBackup(
  name: string,
  change: (folder: string, manifest: Manifest) => void,
  honest = false,
): string {
  const parts = path(`${name}-parts`);
  mkdirSync(parts);
  execFileSync("tar", ["-xzf", file, "-C", parts]);
  const manifest = JSON.parse(readFileSync(join(parts, "manifest.json"), "utf8")) as Manifest;
  change(parts, manifest);
  if (honest) {
    for (const one of manifest.files as { name: string; bytes: number; sha256: string }[]) {
      const bytes = readFileSync(join(parts, one.name));
      Object.assign(one, { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
    }
  }
  writeFileSync(join(parts, "manifest.json"), JSON.stringify(manifest));
  const changed = path(`${name}.tar.gz`);
  create({ gzip: true, cwd: parts, file: changed, sync: true }, readdirSync(parts));
  return changed;
}

/** Bytes in the middle of the database. */
function scribble(parts: string): void {
  const database = readFileSync(join(parts, "sluice.db"));
  database.fill(0x5a, 4096 * 3, 4096 * 12);
  writeFileSync(join(parts, "sluice.db"), database);
}

describe("sluice backup", () => {
  it("writes one file for its owner alone, with a manifest and nothing else besides", () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const listed = execFileSync("tar", ["-tzf", file], { encoding: "utf8" }).trim().split("\n");
    expect(listed).toEqual(["manifest.json", "sluice.db", "secret.key"]);
    const manifest = JSON.parse(execFileSync("tar", ["-xzOf", file, "manifest.json"], { encoding: "utf8" }));
    expect(manifest).toMatchObject({
      product: "sluice",
      format: 1,
      database: "sqlite",
      schema: [{ hash: expect.any(String), version: manifest.version }],
      counts: { workflows: 1, deliveries: 1, executions: 1 },
      key: { included: true, id: expect.stringMatching(/^[0-9a-f]{16}$/) },
    });
    expect(readdirSync(folder).filter((name) => /partial|\.sluice-/.test(name))).toEqual([]);
  });

  it("never overwrites, and gives the file of a folder a name with the time", async () => {
    const before = readFileSync(file);
    const again = await runSluice(["backup", file, "--data", data]);
    expect([again.code, again.err]).toEqual([
      1,
      expect.stringMatching(/is there already.*never overwritten/),
    ]);
    expect(readFileSync(file).equals(before)).toBe(true);
    mkdirSync(path("many"));
    const made = await runSluice(["backup", path("many"), "--data", data, "--without-key", "--json"]);
    expect(JSON.parse(made.out)).toMatchObject({
      file: expect.stringMatching(/many\/sluice-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.tar\.gz$/),
      key: { included: false, id: expect.any(String) },
      counts: { workflows: 1 },
    });
  });

  it("takes the key that the copy's secrets are encrypted with, and no other", async () => {
    const folder = path("keys");
    await runSluice(["restore", file, "--data", folder]);
    await (await startTestApp({ dataFolder: folder })).stop({ keepData: true });
    const key = readFileSync(join(folder, "secret.key"), "utf8");
    const strange = `${"another key of 32 characters and more"}\n`;
    // A change of the key that was cut off after the database: the next start finishes it.
    writeFileSync(join(folder, "secret.key"), strange);
    writeFileSync(join(folder, "secret.key.new"), key);
    const taken = path("taken.tar.gz");
    expect(await runSluice(["backup", taken, "--data", folder])).toMatchObject({ code: 0, err: "" });
    expect(execFileSync("tar", ["-xzOf", taken, "secret.key"], { encoding: "utf8" })).toBe(key);
    rmSync(join(folder, "secret.key.new"));
    for (const environment of [{}, { SLUICE_SECRET_KEY: strange.trim() }]) {
      const refused = await runSluice(["backup", path("refused.tar.gz"), "--data", folder], { environment });
      expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/encrypted with another key/)]);
    }
    expect(existsSync(path("refused.tar.gz"))).toBe(false);
    const without = await runSluice(["backup", path("keyless.tar.gz"), "--data", folder, "--without-key"]);
    expect(without.code).toBe(0);
  });

  it.each([
    [["backup", "x.tar.gz", "--data", "/nowhere/at/all"], /There is no database/],
    [["backup", "/nowhere/x.tar.gz"], /There is no folder \/nowhere/],
    [["restore"], /Name the file of the backup/],
    [["restore", "/nowhere/x.tar.gz", "--check"], /is no backup, or it is damaged/],
  ])("%j says in one sentence why not", async (args, words) => {
    const { code, out, err } = await runSluice(args, { environment: { SLUICE_DATA: path("unused") } });
    expect([code > 0, out, err]).toEqual([true, "", expect.stringMatching(words)]);
    expect(err).toMatch(/^sluice: [^\n]+\n$/);
  });
});

describe("sluice restore", () => {
  it("gives a server that knows its secrets, its deliveries and its trigger URLs", async () => {
    const elsewhere = path("elsewhere");
    const { code, out } = await runSluice(["restore", file, "--data", elsewhere]);
    expect([code, out]).toEqual([0, expect.stringMatching(/^Restored: everything accepted up to /)]);
    expect(readdirSync(elsewhere).sort()).toEqual(["secret.key", "server.lock", "sluice.db"]);
    expect(statSync(join(elsewhere, "secret.key")).mode & 0o777).toBe(0o600);
    const app = await startTestApp({ dataFolder: elsewhere });
    expect((await post(`${app.baseUrl}${hook}`)).status).toBe(200);
    expect(await (await app.call("GET", "/deliveries")).json()).toMatchObject({ items: [{}, {}] });

    const running = await runSluice(["restore", file, "--data", elsewhere, "--replace"]);
    expect([running.code, running.err]).toEqual([1, expect.stringMatching(/Another Sluice runs/)]);
    await app.stop({ keepData: true });
  });

  it("stops at what is there, or keeps it aside", async () => {
    const other = path("other");
    await (await startTestApp({ dataFolder: other })).stop({ keepData: true });
    const stopped = await runSluice(["restore", file, "--data", other]);
    expect([stopped.code, stopped.err]).toEqual([1, expect.stringMatching(/another key.*--replace/)]);
    rmSync(join(other, "secret.key"));
    expect((await runSluice(["restore", file, "--data", other])).err).toMatch(
      /a database in .* already.*--replace/,
    );
    writeFileSync(join(other, "secret.key"), `${"x".repeat(43)}=\n`);
    const { code, out } = await runSluice(["restore", file, "--data", other, "--replace", "--json"]);
    expect(code).toBe(0);
    const { aside } = JSON.parse(out) as { aside: string[] };
    expect(aside.map((one) => one.slice(other.length + 1))).toEqual([
      expect.stringMatching(/^secret\.key\.replaced-/),
      expect.stringMatching(/^sluice\.db\.replaced-/),
    ]);
    const app = await startTestApp({ dataFolder: other });
    expect((await post(`${app.baseUrl}${hook}`)).status).toBe(200);
    await app.stop({ keepData: true });
  });

  it("takes the key from a setting, when it is the right one", async () => {
    const key = readFileSync(join(data, "secret.key"), "utf8").trim();
    const on = (SLUICE_SECRET_KEY: string) => ({
      environment: { SLUICE_SECRET_KEY, SLUICE_DATA: path("set") },
    });
    const wrong = await runSluice(["restore", file], on("some other key of thirty-two characters"));
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/SLUICE_SECRET_KEY is another key/)]);
    expect((await runSluice(["restore", file], on(key))).code).toBe(0);
  });

  it.each<[string, RegExp, () => string]>([
    ["bytes that changed", /sluice\.db is not what was written/, () => changedBackup("bytes", scribble)],
    [
      "a broken database",
      /database in the backup is damaged|malformed/,
      () => changedBackup("pages", scribble, true),
    ],
    [
      "a missing file",
      /secret\.key is missing/,
      () => changedBackup("missing", (parts) => rmSync(join(parts, "secret.key"))),
    ],
    [
      "a file too many",
      /has evil\.sh in it/,
      () => changedBackup("many", (parts) => writeFileSync(join(parts, "evil.sh"), "")),
    ],
    [
      "rows that are gone",
      /has not the 5 rows of workflows/,
      () => changedBackup("rows", (_, manifest) => Object.assign(manifest.counts, { workflows: 5 })),
    ],
    [
      "a newer format",
      /made by Sluice 9\.0\.0 in a format that this one \(\S+\) does not know: install Sluice 9\.0\.0 or newer/,
      () =>
        changedBackup("format", (_, manifest) => Object.assign(manifest, { format: 2, version: "9.0.0" })),
    ],
    [
      "a newer schema",
      /made by Sluice 9\.0\.0, whose tables are newer.*install Sluice 9\.0\.0 or newer/,
      () =>
        changedBackup("schema", (_, manifest) => {
          manifest.schema.push({ madeAt: 9_999_999_999_999, hash: "x", version: "9.0.0" });
          Object.assign(manifest, { version: "9.0.0" });
        }),
    ],
    [
      "a file that is cut off",
      /is no backup, or it is damaged/,
      () => {
        const cut = path("cut.tar.gz");
        writeFileSync(cut, readFileSync(file).subarray(0, 2000));
        return cut;
      },
    ],
  ])("refuses %s and leaves nothing behind", async (_, words, make) => {
    const target = path("untouched");
    const changed = make();
    for (const args of [
      [changed, "--check"],
      [changed, "--data", target],
    ]) {
      const { code, err } = await runSluice(["restore", ...args], { environment: { SLUICE_DATA: target } });
      expect([code, err]).toEqual([1, expect.stringMatching(words)]);
    }
    expect(readdirSync(target)).toEqual([]);
  });

  it("checks a file without touching anything", async () => {
    const { code, out } = await runSluice(["restore", file, "--check"], {
      environment: { SLUICE_DATA: path("never") },
    });
    expect([code, out, existsSync(path("never"))]).toEqual([
      0,
      expect.stringMatching(/^The backup is whole/),
      false,
    ]);
  });
});
