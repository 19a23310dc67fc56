import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, chownSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../free-port.ts";

export interface MysqlServer {
  readonly port: number;
  /** Ends it without asking anybody. */
  crash(): Promise<void>;
  /** Starts it again on the same port and files. */
  resume(): Promise<void>;
  remove(): Promise<void>;
}

const folders = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/usr/libexec"];

/** The programs of the machine's MariaDB (Debian: `apt install mariadb-server`); undefined where there is none. */
export function mariaPrograms(): { readonly server: string; readonly install: string } | undefined {
  const server = found("mariadbd");
  const install = found("mariadb-install-db");
  return server && install ? { server, install } : undefined;
}

/** Starts a real MariaDB of its own on a free port, with a user `root` that has no password. */
export async function startMysql(
  programs: NonNullable<ReturnType<typeof mariaPrograms>>,
): Promise<MysqlServer> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-mysql-"));
  // It refuses to run as root.
  const user = userInfo().uid === 0 ? ["--user=mysql"] : [];
  if (user.length > 0) {
    const { stdout } = await promisify(execFile)("id", ["-u", "mysql"]);
    chownSync(folder, Number(stdout), 0);
  }
  const data = join(folder, "data");
  await promisify(execFile)(programs.install, [
    ...[`--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db", "--no-defaults"],
    ...user,
  ]);
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async () => {
    const flags = [
      ...["--no-defaults", `--datadir=${data}`, `--port=${port}`, "--bind-address=127.0.0.1"],
      ...[`--socket=${join(folder, "socket")}`, `--pid-file=${join(folder, "pid")}`, "--skip-name-resolve"],
      ...["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M", "--skip-log-bin", ...user],
    ];
    const started = spawn(programs.server, flags, { stdio: ["ignore", "ignore", "pipe"] });
    child = started;
    let log = "";
    for await (const chunk of started.stderr) {
      log += String(chunk);
      if (/ready for connections/.test(log)) break;
    }
    if (started.exitCode !== null) throw new Error(`MariaDB does not start here: ${log.slice(-2000)}`);
  };
  const crash = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  try {
    await start();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    port,
    crash,
    resume: start,
    async remove() {
      await crash();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function found(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
