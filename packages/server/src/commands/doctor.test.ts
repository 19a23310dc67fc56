import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { examine } from "../doctor/examine.ts";
import { openDatabase } from "../stores/database/database.ts";
import { openPostgres } from "../stores/database/postgres/database.ts";
import { answeringDocument } from "../testing/documents.ts";
import { startProxy } from "../testing/postgres/proxy.ts";
import { describeOnPostgres, emptyPostgres } from "../testing/postgres/temporary-postgres.ts";
import { startTestApp } from "../testing/start-app.ts";
import { runCommandLine } from "./command-line.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-doctor-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `sluice doctor`; what is well is left out. */
async function doctor(environment: Record<string, string> = {}) {
  let out = "";
  const code = await runCommandLine(["doctor"], {
    environment: { SLUICE_DATA: join(folder, "data"), SLUICE_PORT: "0", ...environment },
    print: (text) => {
      out += text;
    },
    complain: (text) => {
      out += text;
    },
    readInput: async () => "",
  });
  const lines = out.trimEnd().split("\n");
  return { code, out, complaints: lines.filter((line) => !line.startsWith("ok ")) };
}

describe("sluice doctor on a data folder", () => {
  it("finds nothing wrong before the first start, and changes nothing", async () => {
    expect(await doctor()).toMatchObject({ code: 0, complaints: [] });
    expect(() => chmodSync(join(folder, "data"), 0o700)).toThrow(/ENOENT/);
  });

  it("finds nothing wrong beside a database that is in use", async () => {
    const database = openDatabase({ file: join(folder, "data", "sluice.db") });
    expect(await doctor()).toMatchObject({ code: 0, complaints: [] });
    database.close();
  });

  it("names a folder that is a file", async () => {
    writeFileSync(join(folder, "data"), "");
    const { code, complaints } = await doctor();
    expect([code, complaints.length]).toEqual([1, 1]);
    expect(complaints[0]).toMatch(/^WRONG The data folder .* is a file: choose another/);
  });

  it("names files that other accounts may read", async () => {
    mkdirSync(join(folder, "data"), { mode: 0o755 });
    writeFileSync(join(folder, "data", "secret.key"), "x", { mode: 0o644 });
    const { code, complaints } = await doctor();
    expect(code).toBe(0);
    expect(complaints).toHaveLength(2);
    expect(complaints[1]).toMatch(/^look {2}Other accounts .*secret\.key: .* chmod go=/);
  });

  it("names a file that is no database, a damaged one and one of a newer version", async () => {
    const file = join(folder, "data", "sluice.db");
    mkdirSync(join(folder, "data"), { mode: 0o700 });
    writeFileSync(file, "not a database at all, but long enough to look at".repeat(100), { mode: 0o600 });
    expect((await doctor()).complaints).toEqual([expect.stringMatching(/^WRONG .*not a database/)]);
    rmSync(file);
    openDatabase({ file }).close();
    const client = new Sqlite(file);
    client.exec("insert into __drizzle_migrations (hash, created_at) values ('x', 9999999999999)");
    client.close();
    const newer = await doctor();
    expect(newer.code).toBe(1);
    expect(newer.complaints).toEqual([expect.stringMatching(/^WRONG .*newer or different version/)]);
  });

  it("names a key that the database was not used with, and one that is gone", async () => {
    const app = await startTestApp({ dataFolder: join(folder, "data") });
    await app.stop({ keepData: true });
    expect(await doctor()).toMatchObject({ code: 0, complaints: [] });
    const other = await doctor({ SLUICE_SECRET_KEY: "another key of more than thirty-two characters" });
    expect(other).toMatchObject({
      code: 1,
      complaints: [expect.stringMatching(/^WRONG SLUICE_SECRET_KEY is not the key/)],
    });
    rmSync(join(folder, "data", "secret.key"));
    expect((await doctor()).complaints).toEqual([
      expect.stringMatching(/^WRONG The secret key that .* is not in .*: put its secret\.key back/),
    ]);
  });

  it("names an old Node.js", async () => {
    const config = readConfig({ environment: { SLUICE_DATA: folder } });
    const [first] = await examine({ config, clock: Date.now, nodeVersion: "20.20.2" });
    expect(first).toMatchObject({ state: "wrong", sentence: expect.stringContaining("20.20.2 is too old") });
  });

  it.each([
    [{ SLUICE_HOST: "0.0.0.0" }, /SLUICE_PUBLIC_URL is not set/],
    [{ SLUICE_PUBLIC_URL: "http://hooks.example.com" }, /not encrypted/],
    [{ SLUICE_PUBLIC_URL: "https://hooks.example.com" }, /SLUICE_TRUSTED_PROXIES is not set/],
    [
      { SLUICE_PUBLIC_URL: "http://127.0.0.1:4100", SLUICE_ALLOWED_HOSTS: "127.0.0.1" },
      /SLUICE_ALLOWED_HOSTS names 127\.0\.0\.1/,
    ],
  ])("doubts %j", async (environment: Record<string, string>, complaint) => {
    const { code, complaints } = await doctor(environment);
    expect([code, complaints.length]).toEqual([0, 1]);
    expect(complaints[0]).toMatch(complaint);
  });
});

describe("sluice doctor on what runs", () => {
  const at = (port: number, more: Record<string, string> = {}) =>
    doctor({ SLUICE_PORT: String(port), ...more });

  it("names what else has the port, and a public address that leads elsewhere", async () => {
    const other = createHttpServer((_, response) => response.end("hello")).listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const { code, complaints } = await at(port);
    expect([code, complaints]).toEqual([
      1,
      [expect.stringMatching(/^WRONG Something else listens on .*--port/)],
    ]);

    const app = await startTestApp({ environment: { SLUICE_HOST: "127.0.0.1" } });
    const own = Number(new URL(app.baseUrl).port);
    const running = await at(own, { SLUICE_DATA: app.dataFolder });
    expect(running).toMatchObject({ code: 0, complaints: [] });
    expect(running.out).toMatch(
      /ok +Sluice listens on 127\.0\.0\.1, port \d+ and is ready for what is its role/,
    );
    const astray = { SLUICE_DATA: app.dataFolder, SLUICE_PUBLIC_URL: `http://127.0.0.1:${port}` };
    expect((await at(own, astray)).complaints).toEqual([
      expect.stringMatching(/^look .*does not lead to Sluice/),
    ]);
    await app.stop();
    other.close();
  });

  it("sees that the clock has gone back", async () => {
    const app = await startTestApp();
    const made = await app.call("POST", "/workflows", { document: answeringDocument() });
    const { id, hookUrl } = (await made.json()) as { id: string; hookUrl: string };
    await app.call("POST", `/workflows/${id}/publish`, {});
    await fetch(hookUrl, { method: "POST", body: "{}", headers: { "content-type": "application/json" } });
    await app.stop({ keepData: true });
    const config = readConfig({ environment: { SLUICE_DATA: app.dataFolder, SLUICE_PORT: "0" } });
    const clock = () => Date.now() - 7_200_000;
    const findings = await examine({ config, clock, nodeVersion: "24.1.0" });
    expect(findings.filter(({ state }) => state !== "well")).toEqual([
      {
        state: "wrong",
        sentence: expect.stringMatching(/clock is 1(19|20|21) min behind the newest delivery/),
      },
    ]);
    rmSync(app.dataFolder, { recursive: true });
  });
});

describeOnPostgres("sluice doctor on a PostgreSQL database", () => {
  let url: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ url, remove } = await emptyPostgres());
  });
  afterEach(() => remove());

  const on = (databaseUrl: string) =>
    doctor({ SLUICE_DATABASE_URL: databaseUrl, SLUICE_SECRET_KEY: "one key for all of the processes here" });
  const changed = (parts: Partial<Pick<URL, "port" | "hostname" | "username" | "password" | "pathname">>) =>
    Object.assign(new URL(url), parts).href;
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  /** The server of the tests runs without fsync, which is always said. */
  const others = (complaints: string[]) => complaints.filter((line) => !line.includes("fsync"));

  it("sees that the server would lose what it was given in a power cut, and nothing else", async () => {
    const { code, complaints } = await on(url);
    expect(code).toBe(1);
    expect(complaints).toEqual([expect.stringMatching(/^WRONG PostgreSQL's fsync is off/)]);
  });

  it.each([
    ["nothing listens", { port: "1" }, /^WRONG Nothing listens on 127\.0\.0\.1:1:/],
    [
      "no such host",
      { hostname: "no-such-host.invalid" },
      /^WRONG (There is no host|The name) no-such-host\.invalid/,
    ],
    ["a wrong password", { password: "hunter2" }, /^WRONG PostgreSQL refuses the password of sluice:/],
    ["no such user", { username: "nobody" }, /^WRONG PostgreSQL refuses/],
    ["no such database", { pathname: "/elsewhere" }, /^WRONG There is no database elsewhere:/],
  ])("names %s", async (_, change, complaint) => {
    const { code, out, complaints } = await on(changed(change));
    expect(code).toBe(1);
    expect(complaints).toEqual([expect.stringMatching(complaint)]);
    expect(out).not.toContain("hunter2");
  });

  it("names what does not answer", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const { complaints } = await on(changed({ port: String(port) }));
    expect(complaints).toEqual([expect.stringMatching(/^WRONG .* does not answer: see whether a firewall/)]);
    silent.close();
  });

  it("names rights that are missing", async () => {
    const name = new URL(url).pathname.slice(1);
    await administer(`CREATE ROLE ${name} LOGIN PASSWORD 'p'; REVOKE CREATE ON DATABASE ${name} FROM PUBLIC`);
    const own = changed({ username: name, password: "p" });
    const { complaints } = await on(own);
    expect(others(complaints)).toEqual([
      expect.stringMatching(/^WRONG .*may not make the schema sluice: GRANT CREATE ON DATABASE/),
      expect.stringMatching(/^WRONG .*may not make the schema graphile_worker: GRANT/),
    ]);
    await administer(`CREATE SCHEMA sluice; CREATE SCHEMA graphile_worker AUTHORIZATION ${name}`);
    expect(others((await on(own)).complaints)).toEqual([
      expect.stringMatching(
        /^WRONG .*may not make tables in the schema sluice: ALTER SCHEMA sluice OWNER TO/,
      ),
    ]);
    await administer(`DROP OWNED BY ${name}; DROP ROLE ${name}`);
  });

  it("names rights that are missing on tables that are there, as a start does", async () => {
    const name = new URL(url).pathname.slice(1);
    await (await openPostgres({ url })).close();
    await administer(`CREATE ROLE ${name} LOGIN PASSWORD 'p'; GRANT CREATE ON DATABASE ${name} TO ${name};
      GRANT USAGE, CREATE ON SCHEMA sluice TO ${name}`);
    const own = changed({ username: name, password: "p" });
    const lacking = /The role \S+ lacks SELECT, .* tables of sluice .* belong to sluice: GRANT sluice TO/;
    expect(others((await on(own)).complaints)).toEqual([expect.stringMatching(lacking)]);
    await expect(startTestApp({ environment: { SLUICE_DATABASE_URL: own } })).rejects.toThrow(lacking);
    await administer(`DROP OWNED BY ${name}; DROP ROLE ${name}`);
  });

  it("names a role that may not log in", async () => {
    const name = new URL(url).pathname.slice(1);
    await administer(`CREATE ROLE ${name} PASSWORD 'p'`);
    expect((await on(changed({ username: name, password: "p" }))).complaints).toEqual([
      expect.stringMatching(/^WRONG PostgreSQL has no role \S+ that may log in: ALTER ROLE \S+ LOGIN/),
    ]);
    await administer(`DROP ROLE ${name}`);
  });

  it("names a database that takes no writes", async () => {
    await administer(
      `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET default_transaction_read_only = on`,
    );
    expect(others((await on(url)).complaints)).toEqual([
      expect.stringMatching(/^WRONG default_transaction_read_only is on/),
    ]);
  });

  it("names parameters of the address that nobody reads, and says whether the connection is encrypted", async () => {
    const { out, complaints } = await on(`${url}?sslmod=verify-full`);
    expect(others(complaints)).toEqual([
      expect.stringMatching(/^WRONG .*the parameter sslmod, which nobody/),
    ]);
    expect(out).toMatch(/^ok +The connection to the database is not encrypted, and stays on this machine/m);
  });

  it("names a key that the database was not used with", async () => {
    const environment = { SLUICE_DATABASE_URL: url };
    const data = join(folder, "not", "there", "yet");
    // The folder is made for the key.
    const app = await startTestApp({ environment, dataFolder: data });
    await app.stop();
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(others((await on(url)).complaints)).toEqual([
      expect.stringMatching(/^WRONG SLUICE_SECRET_KEY is not the key/),
    ]);
    const own = await doctor({ ...environment, SLUICE_DATA: data });
    expect(own.out).toMatch(/^ok +The secret key is the one/m);
  });

  it("doubts a clock that is some seconds off", async () => {
    const config = readConfig({ environment: { SLUICE_DATA: folder, SLUICE_DATABASE_URL: url } });
    const findings = await examine({ config, clock: () => Date.now() + 20_000, nodeVersion: "24.0.0" });
    expect(findings).toContainEqual({
      state: "doubtful",
      sentence: expect.stringMatching(/clock is (19|20) s ahead of .* so much too early/),
    });
  });

  it("doubts a database that does not wait for its disk", async () => {
    await administer(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`);
    expect(others((await on(url)).complaints)).toEqual([
      expect.stringMatching(/^look {2}synchronous_commit is off/),
    ]);
  });

  it("names clocks that differ", async () => {
    const config = readConfig({ environment: { SLUICE_DATA: folder, SLUICE_DATABASE_URL: url } });
    for (const [minutes, word] of [
      [3, "ahead of"],
      [-3, "behind"],
    ] as const) {
      const clock = () => Date.now() + minutes * 60_000;
      const findings = await examine({ config, clock, nodeVersion: "24.0.0" });
      const sentences = findings.filter(({ state }) => state === "wrong").map(({ sentence }) => sentence);
      expect(others(sentences)).toEqual([
        expect.stringMatching(new RegExp(`clock is 180 s ${word} the database's`)),
      ]);
    }
  });

  it("names a database of a newer version", async () => {
    const database = await openPostgres({ url });
    await database.close();
    expect(others((await on(url)).complaints)).toEqual([]);
    await administer("insert into sluice.migrations (made_at, hash) values (9999999999999, 'x')");
    expect(others((await on(url)).complaints)).toEqual([
      expect.stringMatching(/^WRONG .*newer or different version/),
    ]);
  });

  it("names a connection that is lost in the middle", async () => {
    const proxy = await startProxy(url);
    proxy.cutAfter("server_encoding");
    const { complaints } = await on(proxy.url);
    expect(complaints).toEqual([expect.stringMatching(/^WRONG The database stopped answering/)]);
    await proxy.close();
  });

  it("doubts a key that each machine would make for itself", async () => {
    const { complaints } = await doctor({ SLUICE_DATABASE_URL: url });
    expect(others(complaints)).toEqual([expect.stringMatching(/^look {2}SLUICE_SECRET_KEY is not set/)]);
  });
});
