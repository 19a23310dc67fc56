import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "../config.ts";
import { type Connection, connect } from "../stores/database/connect.ts";
import { migrationState } from "../stores/database/migrate.ts";
import { doubtful, type Finding, saidBy, well, wrong } from "./finding.ts";
import { type KnownKey, keyFindings } from "./secret-key.ts";

/** Less than this, in bytes, is soon full. */
const littleSpace = 500 * 1024 * 1024;
const forOthers = 0o077;
const clockToleranceMs = 60_000;

/** Whether the data folder can be used, by whom, and how much room there is. */
export function folderFindings(folder: string): Finding[] {
  if (!existsSync(folder)) return [ofMissing(folder)];
  if (!statSync(folder).isDirectory()) {
    return [wrong(`The data folder ${folder} is a file: choose another folder with --data or SLUICE_DATA.`)];
  }
  if (!isWritable(folder)) {
    return [
      wrong(
        `This account may not write into the data folder ${folder}: make it the owner (chown), or choose another folder with --data.`,
      ),
    ];
  }
  const findings = [well(`The data folder ${folder} can be written.`)];
  for (const path of [folder, join(folder, "secret.key"), join(folder, "sluice.db")]) {
    if (existsSync(path) && (statSync(path).mode & forOthers) !== 0) {
      findings.push(
        doubtful(`Other accounts of this machine may read ${path}: take that away with chmod go= ${path}`),
      );
    }
  }
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < littleSpace) {
    const left = Math.floor((bavail * bsize) / (1024 * 1024));
    findings.push(
      doubtful(`The disk of ${folder} has ${left} MB left: make room before trigger URLs answer 503.`),
    );
  }
  return findings;
}

/** The SQLite file: whether it opens, is whole, is of this version, and is not of the future. */
export function fileFindings(
  { data: folder, secretKey: configured }: Pick<Config, "data" | "secretKey">,
  clock: () => number,
): Finding[] {
  const file = join(folder, "sluice.db");
  if (!existsSync(file)) return [well("There is no database yet: the first start makes it.")];
  try {
    const connection = connect({ file, readonly: true });
    try {
      const found: unknown = connection.$client.pragma("quick_check(1)", { simple: true });
      if (found !== "ok") {
        return [
          wrong(`The database ${file} is damaged (${String(found)}): stop the server and restore a backup.`),
        ];
      }
      const { pending } = migrationState(connection);
      const later = pending === 0 ? "" : `; the next start brings it to this version (${pending} migrations)`;
      return [
        well(`The database ${file} opens and is whole${later}.`),
        ...keyFindings({ dataFolder: folder, configured, known: knownKeys(connection) }),
        ...clockFindings(newestDelivery(connection), clock()),
      ];
    } finally {
      connection.$client.close();
    }
  } catch (error) {
    return [wrong(`The database ${file} cannot be used: ${saidBy(error)}.`)];
  }
}

function isThere({ $client }: Connection, table: string): boolean {
  return $client.prepare("SELECT 1 FROM sqlite_master WHERE name = ?").get(table) !== undefined;
}

function knownKeys(connection: Connection): KnownKey[] {
  if (!isThere(connection, "vault_keys")) return [];
  return connection.$client.prepare<[], KnownKey>('SELECT id, check_value AS "check" FROM vault_keys').all();
}

function newestDelivery(connection: Connection): number {
  const { $client } = connection;
  if (!isThere(connection, "deliveries")) return 0;
  const row = $client
    .prepare<[], { at: number }>("SELECT received_at AS at FROM deliveries ORDER BY id DESC LIMIT 1")
    .get();
  return row?.at ?? 0;
}

/** With a clock that went back, schedules and what sleeps come late, and new records are listed among old ones. */
function clockFindings(newest: number, now: number): Finding[] {
  if (newest <= now + clockToleranceMs) return [];
  const minutes = Math.ceil((newest - now) / 60_000);
  return [
    wrong(
      `This machine's clock is ${minutes} min behind the newest delivery in the database: let it follow a time server (NTP).`,
    ),
  ];
}

function ofMissing(folder: string): Finding {
  let parent = dirname(folder);
  while (!existsSync(parent) && parent !== dirname(parent)) parent = dirname(parent);
  return isWritable(parent) && statSync(parent).isDirectory()
    ? well(`The data folder ${folder} is not there yet: the first start makes it.`)
    : wrong(
        `The data folder ${folder} cannot be made, because this account may not write into ${parent}: make it by hand, or choose another with --data.`,
      );
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
