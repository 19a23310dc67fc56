import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { signInAs } from "../testing/browser.ts";
import { builtMain } from "../testing/built-main.ts";
import { startTestApp } from "../testing/start-app.ts";
import { readCommandLine, type Surroundings } from "./command.ts";
import { commands, runCommandLine } from "./command-line.ts";

let folder: string;
const running: ChildProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-commands-"));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const silent: Surroundings = {
  environment: {},
  print: () => {},
  complain: () => {},
  readInput: async () => "",
};

const environmentOf = (own: Record<string, string>) => ({ PATH: process.env.PATH, ...own });

/** Runs a command in this process. */
async function sluice(args: string[], own: Record<string, string> = {}, input = ""): Promise<Outcome> {
  let [out, err] = ["", ""];
  const code = await runCommandLine(args, {
    environment: { SLUICE_DATA: join(folder, "default"), ...own },
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

/** The same in a process of its own, as people run it. */
function spawned(args: string[], own: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const command = ["--disable-proto=delete", builtMain, ...args];
    execFile(process.execPath, command, { env: environmentOf(own), cwd: folder }, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });
}

/** Starts a server on a free port; resolves when it says where it listens. */
async function start(data: string, own: Record<string, string> = {}) {
  const args = ["--disable-proto=delete", builtMain, "start", "--port", "0", "--data", data];
  const child = spawn(process.execPath, args, { env: environmentOf(own), cwd: folder });
  running.push(child);
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  // The log line may come through its pipe before the sentence for people, or after it.
  await expect.poll(() => out, { timeout: 50_000 }).toMatch(/"msg":"listening"/);
  await expect.poll(() => out, { timeout: 50_000 }).toMatch(/listens on \S+/);
  const [, url = ""] = /listens on (\S+)/.exec(out) ?? [];
  return { child, url, output: () => out };
}

describe("the command line", () => {
  it.each([
    [["version"], `${packageJson.version}\n`],
    [["--version"], `${packageJson.version}\n`],
  ])("%j prints the version alone", async (args, out) => {
    expect(await sluice(args)).toEqual({ code: 0, out, err: "" });
  });

  it("prints the configuration as JSON too, secrets as set", async () => {
    const key = "canary-key-that-is-long-enough-for-it";
    const { code, out } = await sluice(["config", "--json"], { SLUICE_SECRET_KEY: key });
    expect([code, out.includes(key)]).toEqual([0, false]);
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({ variable: "SLUICE_SECRET_KEY", value: "(set)", source: "environment" }),
    );
  });

  it.each([[[]], [["help"]], [["--help"]], [["token", "create", "--help"]]])("%j helps", async (args) => {
    const { code, out } = await sluice(args);
    expect(code).toBe(0);
    expect(out).toContain(args[0] === "token" ? "--scopes" : "token create");
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    "`%s --help` shows flags, settings, examples and exit codes",
    async (name, { flags = {}, examples, summary }) => {
      const { code, out, err } = await sluice([...name.split(" "), "--help"]);
      expect([code, err]).toEqual([0, ""]);
      expect(out.startsWith(`sluice ${name}`)).toBe(true);
      for (const part of [summary, "--data …", "Exit codes:", ...examples]) expect(out).toContain(part);
      for (const flag of Object.keys(flags)) expect(out).toContain(`--${flag}`);
      expect(await sluice(["help", ...name.split(" ")])).toEqual({ code, out, err });
      // Every example is a command line that this command takes.
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        const words = (example.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ""));
        expect(words.slice(0, 1 + name.split(" ").length).join(" ")).toBe(`sluice ${name}`);
        const rest = words.slice(1 + name.split(" ").length);
        const command = commands.find((one) => one.name === name);
        expect(command && readCommandLine(command, rest, silent)).toBeTruthy();
      }
    },
  );

  it.each(commands.map(({ name }) => name))("`%s --nonsense` says where flags are listed", async (name) => {
    const { code, out, err } = await sluice([...name.split(" "), "--nonsense"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toBe(
      `sluice: There is no flag --nonsense: \`sluice ${name} --help\` lists those there are.\n`,
    );
  });

  it("prints for programs what it prints for people", async () => {
    const data = join(folder, "json");
    const json = async (...args: string[]) =>
      JSON.parse((await sluice([...args, "--json", "--data", data])).out);
    expect(await json("version")).toEqual({ version: packageJson.version, node: process.versions.node });
    expect(await json("migrate")).toEqual({ applied: 1, copy: null });
    expect(await json("config")).toContainEqual(
      expect.objectContaining({ variable: "SLUICE_DATA", flag: "data", value: data, source: "flag" }),
    );
    expect(await json("doctor", "--port", "0")).toContainEqual(
      expect.objectContaining({ state: "well", sentence: expect.stringContaining("Node.js") }),
    );
    expect(await json("backup", join(folder, "json.tar.gz"))).toMatchObject({ database: "sqlite" });
  });

  it.each([
    [["begin"], {}, /There is no command "begin"/],
    [["worker"], {}, /SLUICE_ROLE is worker, which needs other processes/],
    [
      ["worker", "--role", "web"],
      { SLUICE_DATABASE_URL: "postgres://a@b/c", SLUICE_PUBLIC_URL: "http://a.example" },
      /leave --role out/,
    ],
    [["backup", "one", "two"], {}, /one \[file\] too many: two/],
    [["token", "make"], {}, /There is no command "token make"/],
    [["start", "--prot", "1"], {}, /--prot/],
    [["start", "--port", "none"], {}, /--port must be a whole number/],
    [["start", "4100"], {}, /4100/],
    [["start", "--port"], {}, /--port/],
    [["start"], { SLUICE_PROT: "1" }, /SLUICE_PROT is not a setting/],
    [["config"], { SLUICE_LOG_LEVEL: "loud" }, /SLUICE_LOG_LEVEL must be one of/],
    [["token", "create", "--scopes", "*"], {}, /--name is missing/],
    [["token", "create", "--name", "x", "--scopes", "all"], {}, /--scopes does not know all/],
    [["token", "create", "--name", "x", "--scopes", " , "], {}, /--scopes names none; there are \*/],
    [["token", "create", "--name", "x", "--scopes", "*", "--expires-in-days", "0"], {}, /--expires-in-days/],
    [["user", "create"], {}, /--email is missing/],
    [["user", "create", "--email", "nobody"], {}, /nobody is not an e-mail address/],
    [["user", "reset-password", "--email", "a@b.example"], {}, /There is no account for a@b.example/],
  ])("%j %j is refused in one sentence with exit code 2", async (args, own, words) => {
    const { code, out, err } = await sluice(args, own);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^sluice: [^\n]+\n$/);
    expect(err).toMatch(words);
  });

  it("lists every setting with value, source and meaning, and no secret", async () => {
    const secret = "canary-key-4410-canary-key-4410-canary";
    const { code, out } = await sluice(["config", "--port", "4242"], {
      SLUICE_SECRET_KEY: secret,
      SLUICE_HOST: "::1",
    });
    expect(code).toBe(0);
    expect(out).toMatch(/SLUICE_PORT +--port +4242 +flag +TCP port/);
    expect(out).toMatch(/SLUICE_HOST +--host +::1 +environment/);
    expect(out).toMatch(/SLUICE_SECRET_KEY +\(set\) +environment/);
    expect(out).not.toContain(secret);
  });

  it("migrates a new data folder, and says when there is nothing to do", async () => {
    const data = join(folder, "migrated");
    expect(await sluice(["migrate", "--data", data])).toMatchObject({
      code: 0,
      out: expect.stringContaining("applied: 1"),
    });
    expect((await sluice(["migrate", "--data", data])).out).toBe("The database is up to date.\n");
  });

  it("makes a token before there is an account, alone on standard output, that a running server knows", async () => {
    const data = join(folder, "tokens");
    const { child, url, output } = await start(data);
    // The log line that tells the port may come through its pipe before the sentence for people.
    await expect
      .poll(output, { timeout: 10_000 })
      .toMatch(/Make the first account here: http:\/\/127\.0\.0\.1:\d+\/setup\?token=[\w-]{43}\n/);
    const { code, out, err } = await spawned([
      "token",
      "create",
      "--name",
      "ci",
      "--scopes",
      "*",
      "--data",
      data,
    ]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^slu_[\w-]{43}\n$/);
    const answer = await fetch(`${url}/api/v1/workflows`, {
      headers: { authorization: `Bearer ${out.trim()}` },
    });
    expect(answer.status).toBe(200);
    // Twice: once to the group, once handed on by the launcher.
    child.kill("SIGTERM");
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(output()).toContain('"msg":"stopped"');
    // What was in the write-ahead log is in the file.
    expect(existsSync(join(data, "sluice.db-wal"))).toBe(false);
  });

  it("makes the first account by the printed link, once", async () => {
    const app = await startTestApp();
    const [, token] =
      /^http:\/\/127\.0\.0\.1:\d+\/setup\?token=([\w-]{43})$/.exec(app.app.setupLink ?? "") ?? [];
    const setUp = (body: object) =>
      fetch(`${app.baseUrl}/api/v1/setup`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email: "ana@example.com", password: "correct horse battery 9", ...body }),
      });
    expect((await setUp({ token: "wrong" })).status).toBe(403);
    expect((await setUp({ token, password: "short" })).status).toBe(400);
    const made = await setUp({ token });
    expect([made.status, made.headers.get("set-cookie")]).toEqual([
      201,
      expect.stringContaining("sluice_session="),
    ]);
    expect((await setUp({ token })).status).toBe(409);
    await app.stop();
  });

  it("says why it does not start, however early that shows", async () => {
    const account = { SLUICE_ADMIN_EMAIL: "a@b.c", SLUICE_ADMIN_PASSWORD: "a long password" };
    const refused = {
      code: 2,
      out: "",
      err: "sluice: SLUICE_ADMIN_EMAIL: a@b.c is not an e-mail address.\n",
    };
    expect(await spawned(["start", "--port", "0", "--data", join(folder, "none")], account)).toEqual(refused);
  });

  it("makes the first account from the environment, while there is none", async () => {
    const account = { email: "op@example.com", password: "correct horse battery 9" };
    const environment = { SLUICE_ADMIN_EMAIL: account.email, SLUICE_ADMIN_PASSWORD: account.password };
    const app = await startTestApp({ environment });
    expect(app.app.setupLink).toBeNull();
    expect((await signInAs(app.baseUrl, account)).session.user.email).toBe(account.email);
    await app.stop({ keepData: true });
    const other = { ...environment, SLUICE_ADMIN_PASSWORD: "another password" };
    const again = await startTestApp({ environment: other, dataFolder: app.dataFolder });
    expect((await signInAs(again.baseUrl, account)).session.user.email).toBe(account.email);
    await again.stop();
    rmSync(app.dataFolder, { recursive: true });
  });

  it("makes accounts and resets passwords without showing them on the command line", async () => {
    const data = join(folder, "users");
    const user = (command: string, ...more: string[]) => [
      "user",
      command,
      "--email",
      "ana@example.com",
      "--data",
      data,
      ...more,
    ];
    expect(await sluice(user("create", "--password-stdin"), {}, "correct horse battery 9\n")).toEqual({
      code: 0,
      out: "",
      err: "",
    });
    expect((await sluice(user("create", "--password-stdin"), {}, "correct horse battery 9\n")).err).toMatch(
      /already/,
    );
    expect((await sluice(user("reset-password", "--password-stdin"), {}, "short\n")).err).toMatch(
      /at least 10/,
    );
    const reset = await sluice(user("reset-password"));
    expect([reset.code, reset.out]).toEqual([0, expect.stringMatching(/^[\w-]{43}\n$/)]);

    // Roles: the first is an owner, the last owner stays, and what was changed is in the list.
    const bob = (command: string, ...more: string[]) => [
      ...["user", command, "--email", "bob@example.com", "--data", data],
      ...more,
    ];
    expect((await sluice(bob("create", "--role", "viewer"))).code).toBe(0);
    for (const command of [user("set-role", "--role", "editor"), user("disable")])
      expect((await sluice(command)).err).toMatch(/ana@example\.com is the last owner/);
    expect((await sluice(bob("set-role", "--role", "boss"))).err).toMatch(/--role does not know boss/);
    expect((await sluice(bob("set-role", "--role", "operator"))).code).toBe(0);
    expect((await sluice(bob("disable"))).code).toBe(0);
    const list = ["user", "list", "--data", data];
    expect((await sluice(list)).out).toBe("ana@example.com  owner\nbob@example.com  operator  disabled\n");
    expect((await sluice(bob("enable"))).code).toBe(0);
    const lines = (await sluice([...list, "--json"])).out.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { email: "ana@example.com", role: "owner", disabledAt: null },
      { email: "bob@example.com", role: "operator", disabledAt: null },
    ]);
  });

  it("says what to do when the port is taken", async () => {
    const first = await startTestApp();
    const { port } = new URL(first.baseUrl);
    const { code, err } = await sluice(["start", "--port", port, "--data", join(folder, "second")]);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/port \d+: something else listens there.*--port\.\n$/),
    ]);
    await first.stop();
  });

  it("does not start with another key than the database was used with", async () => {
    const data = join(folder, "keys");
    await (await startTestApp({ dataFolder: data })).stop();
    const key = readFileSync(join(data, "secret.key"), "utf8");
    writeFileSync(join(data, "secret.key"), `${"x".repeat(43)}=\n`);
    expect((await sluice(["start", "--port", "0", "--data", data])).err).toMatch(
      /another key.*SLUICE_SECRET_KEY/,
    );
    writeFileSync(join(data, "secret.key"), key);
    await (await startTestApp({ dataFolder: data })).stop();
  });
});
