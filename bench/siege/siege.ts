import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { oneStep } from "../documents.ts";
import type { LoadResult } from "../load.ts";
import { cpuSeconds, residentBytes } from "../process.ts";
import type { BenchOptions } from "../rounds.ts";
import { freshFolder } from "../servers.ts";
import { SluiceProcess } from "../sluice-process.ts";
import { megabytes, pause, print } from "../table.ts";

export type AttackKind = "none" | "slow" | "idle" | "flood";
export interface Target {
  readonly base: string;
  /** Trigger URLs that take everybody, ask for a password, and take no address of ours. */
  readonly open: string;
  readonly guarded: string;
  readonly listed: string;
}
export interface AttackReport {
  readonly what: string;
}

const attacks: readonly { kind: AttackKind; name: string }[] = [
  { kind: "none", name: "nobody else" },
  { kind: "slow", name: "slow senders" },
  { kind: "idle", name: "10,000 idle connections" },
  { kind: "flood", name: "flood of refused requests" },
];
/** The idle connections, what the process needs itself, and the fifth that the door leaves free. */
const filesNeeded = 13_000;
const targetP99 = 250;
/** Rows of refused deliveries are bounded; the log before a checkpoint is too. In bytes. */
const mostDiskGrowth = 64e6;

/** What honest senders notice of those who are not (measures: p99 under 250 ms, the disk does not grow). */
export async function run(options: BenchOptions): Promise<void> {
  const folder = await freshFolder();
  const sluice = await SluiceProcess.on({ folder });
  const rows: Record<string, unknown>[] = [];
  let broken = false;
  try {
    await sluice.start();
    const target = await targets(sluice);
    await honest(target.open, 5);
    for (const { kind, name } of attacks) {
      const files = filesAllowed();
      if (kind === "idle" && files < filesNeeded) {
        rows.push({
          attack: `${name}: skipped, a process may open ${files} files and ${filesNeeded} are needed`,
        });
        continue;
      }
      const attack = kind === "none" ? undefined : await begin(kind, target);
      // Until it is in full swing; what refusals keep on disk at most is there by then.
      await pause(kind === "none" ? 0 : 10_000);
      const before = diskUsed(folder);
      const cpuBefore = cpuSeconds(sluice.pid) ?? Number.NaN;
      const result = await honest(target.open, options.seconds);
      // With what honest senders have stored: the first row says how much that is.
      const grown = diskUsed(folder) - before;
      const row = {
        attack: name,
        "honest/s": Math.round(result.requestsPerSecond),
        bad: result.bad,
        "p50 ms": result.p50,
        "p99 ms": result.p99,
        // Of one core. What others on the machine take does not count.
        "CPU %": Math.round((100 * ((cpuSeconds(sluice.pid) ?? Number.NaN) - cpuBefore)) / options.seconds),
        "disk MB": megabytes(grown),
        "RSS MB": megabytes(residentBytes(sluice.pid)),
        met: (await attack?.stop())?.what ?? "",
      };
      rows.push(row);
      broken ||= result.bad > 0 || result.p99 >= targetP99 || grown > mostDiskGrowth || !sluice.runs;
    }
  } finally {
    await sluice.end("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
  print("siege", rows);
  if (broken) process.exitCode = 1;
}

async function targets(sluice: SluiceProcess): Promise<Target> {
  const webhook = (config: object) => ({
    ...oneStep,
    trigger: { ...oneStep.trigger, config: { ...oneStep.trigger.config, ...config } },
  });
  const password = { secret: { value: "correct horse battery" } };
  const open = await sluice.publish(webhook({}));
  const guarded = await sluice.publish(
    webhook({ auth: { any: [{ type: "basic", username: "user", password }] } }),
  );
  const listed = await sluice.publish(webhook({ ipAllow: ["203.0.113.0/24"] }));
  return { base: sluice.base, open: open.hookUrl, guarded: guarded.hookUrl, listed: listed.hookUrl };
}

async function begin(kind: AttackKind, target: Target): Promise<{ stop(): Promise<AttackReport> }> {
  const child = fork(join(import.meta.dirname, "attack.ts"), [kind, JSON.stringify(target)]);
  await once(child, "message");
  return {
    async stop() {
      child.send("stop");
      const [report] = (await once(child, "message")) as [AttackReport];
      if (child.exitCode === null) await once(child, "exit");
      return report;
    },
  };
}

async function honest(url: string, seconds: number): Promise<LoadResult> {
  const child = fork(join(import.meta.dirname, "honest.ts"), [url, String(seconds)]);
  const [result] = (await once(child, "message")) as [LoadResult];
  return result;
}

function diskUsed(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** What a process may have open at most; Node.js takes the hard limit. */
function filesAllowed(): number {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
