import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { commands } from "../../packages/server/src/commands/command-line.ts";
import { readConfig } from "../../packages/server/src/config.ts";
import { root } from "../docs/guide.ts";

const folder = join(root, "deploy");
const read = (name: string) => readFileSync(join(folder, name), "utf8");

interface Service {
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: unknown;
  readonly volumes?: readonly string[];
}

/** What Compose makes of `${NAME:?}` and `${NAME:-default}`. */
const given: Readonly<Record<string, string>> = {
  POSTGRES_PASSWORD: "secret",
  SLUICE_SECRET_KEY: "random text of thirty-two characters or more",
  SLUICE_PUBLIC_URL: "https://hooks.example.com",
};
const filled = (text: string) =>
  text.replaceAll(
    /\$\{(\w+)(?::\?|:-([^}]*))?\}/g,
    (_, name: string, fallback = "") => given[name] ?? fallback,
  );

describe.each(["compose.yaml", "compose.postgres.yaml"])("deploy/%s", (name) => {
  const { services, volumes } = parse(read(name), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };

  it("starts the program with settings that it takes", () => {
    const own = Object.values(services).filter(({ environment = {} }) =>
      Object.keys(environment).some((key) => key.startsWith("SLUICE_")),
    );
    expect(own.length).toBeGreaterThan(0);
    for (const { command = ["start"], environment = {} } of own) {
      const [word = "", ...flags] = command;
      expect(commands.map((one) => one.name)).toContain(word);
      const role = word === "worker" ? "worker" : flags[flags.indexOf("--role") + 1];
      const settings = Object.entries(environment).map(([key, value]) => [key, filled(value)]);
      const config = readConfig({
        environment: Object.fromEntries(settings),
        flags: flags.includes("--role") || word === "worker" ? { role } : {},
      });
      expect(config.publicUrl).toBe("https://hooks.example.com");
    }
  });

  it("names files and volumes that there are", () => {
    for (const { build, volumes: mounted = [] } of Object.values(services)) {
      if (build) expect(existsSync(resolve(folder, build.context, build.dockerfile))).toBe(true);
      for (const mount of mounted) {
        const [source = ""] = mount.split(":");
        expect([
          mount,
          source.startsWith(".") ? existsSync(join(folder, source)) : source in volumes,
        ]).toEqual([mount, true]);
      }
    }
  });
});

describe("deploy/Dockerfile", () => {
  const text = read("Dockerfile");

  it("builds the package and runs it as an ordinary user, with settings that there are", () => {
    const [, settings = ""] = /^ENV (.+)$/m.exec(text) ?? [];
    const environment = Object.fromEntries(settings.split(" ").map((pair) => pair.split("=")));
    expect(readConfig({ environment })).toMatchObject({ data: "/data", host: "0.0.0.0" });
    expect(text).toMatch(/^USER node$/m);
    expect(text).toMatch(/npm run -s package/);
    expect(text.match(/^FROM (\S+)/gm)).toEqual(["FROM node:24-slim", "FROM node:24-slim"]);
  });

  it("asks for its health in a way that works", async () => {
    const [, command = "[]"] = /^HEALTHCHECK [^\n]*\\\n +CMD (\[.*\])$/m.exec(text) ?? [];
    const [, ...args] = JSON.parse(command) as string[];
    const check = (port: string) => () =>
      execFileSync(process.execPath, args, { env: { SLUICE_PORT: port }, stdio: "pipe" });
    expect(check("1")).toThrow(/Command failed/);
    // Data URLs answer to `fetch` without a server: the command is the same but for the address.
    const script = (args.at(-1) ?? "").replace(/`http:[^`]*`/, '"data:,ok"');
    expect(execFileSync(process.execPath, ["-e", script]).toString()).toBe("");
  });
});

describe("deploy/*.service", () => {
  const names = ["sluice.service", "sluice-backup.service", "sluice-backup.timer"];

  it.each(names.filter((name) => name.endsWith(".service")))(
    "%s starts a command with settings that there are",
    (name) => {
      const lines = read(name).split("\n");
      const values = (key: string) =>
        lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));
      const [start = ""] = values("ExecStart");
      const [program, word = ""] = start.split(" ");
      expect(program).toBe("/usr/local/bin/sluice");
      expect(commands.map((one) => one.name)).toContain(word);
      const environment = Object.fromEntries(values("Environment").map((pair) => pair.split("=")));
      expect(readConfig({ environment }).data).toBe("/var/lib/sluice");
    },
  );

  it("is what systemd understands", () => {
    if (!succeeds("systemd-analyze", ["--version"])) {
      process.stderr.write("not done: this machine has no systemd-analyze to look at the units\n");
      return;
    }
    const copies = mkdtempSync(join(tmpdir(), "sluice-units-"));
    // The program is not installed here; what is looked at is the rest.
    for (const name of names) {
      writeFileSync(join(copies, name), read(name).replaceAll("/usr/local/bin/sluice", process.execPath));
    }
    const files = names.map((name) => join(copies, name));
    expect(() => execFileSync("systemd-analyze", ["verify", ...files], { stdio: "pipe" })).not.toThrow();
    rmSync(copies, { recursive: true });
  });
});

function succeeds(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
