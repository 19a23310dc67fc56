import { rm } from "node:fs/promises";
import { freshFolder } from "../servers.ts";
import { SluiceProcess } from "../sluice-process.ts";
import { judge, type ListedDelivery, type ListedExecution, repeatedKeys, type Verdict } from "./judge.ts";
import { startReceiver } from "./receiver.ts";
import { startSenders } from "./senders.ts";
import { attemptsOf, finishedKeys, listAll, reasonsOf, unfinished } from "./witness.ts";
import { crashWorkflows } from "./workflows.ts";

/** Executions that go on at once in a process, and calls that one of ours can have under way. */
const concurrency = 32;
const callsOfOne = 2;

/** A database that several processes share. */
export interface SharedDatabase {
  readonly url: string;
  /** Restarts it without asking anybody. */
  restart(): Promise<void>;
}

/** What happens under load, seen from whoever kills. */
export interface UnderLoad {
  readonly kills: number;
  /** Deliveries accepted and calls made so far. */
  readonly events: () => number;
  readonly processes: readonly SluiceProcess[];
}

export interface CrashGiven {
  /** Waits until some process is to be killed; false: it was the last one, and the load ends. */
  readonly nextKill: (seen: UnderLoad) => Promise<boolean>;
  /** Workflows that run by themselves beside those under load. */
  readonly beside?: readonly unknown[];
  /** More than one needs a shared database. */
  readonly processes: number;
  readonly database?: SharedDatabase;
  /** The database is restarted with every so many kills. */
  readonly restartEvery?: number;
  readonly senders: number;
  /** Mean pause of a sender after a delivery, in milliseconds. */
  readonly pauseMs: number;
  /** How long the rest may take after the last kill, in milliseconds. */
  readonly restMs: number;
  /** How long a start may take, in milliseconds. */
  readonly readyWithinMs?: number;
  /** Whether a start that gives up is made again, as a service manager does. */
  readonly keptUp?: boolean;
  /** How long the receiver reads on what a killed process had sent, in milliseconds (50). */
  readonly lingerMs?: number;
  /** A line for whoever watches. */
  readonly say?: (line: string) => void;
}

export interface CrashResult {
  readonly verdict: Verdict;
  readonly kills: number;
  readonly databaseRestarts: number;
  /** Starts that gave up, and were made again. */
  readonly startsGivenUp: number;
  readonly seconds: number;
  readonly secondsUntilAllFinished: number;
  /** Executions of each workflow of `beside`, in its order. */
  readonly beside: readonly (readonly ListedExecution[])[];
}

/**
 * Kills servers under load, again and again, and judges from outside what came of everything they had accepted. The data
 * folders and processes are gone when it resolves or rejects.
 */
export async function crash(given: CrashGiven): Promise<CrashResult> {
  const began = performance.now();
  const { database, restartEvery = 5, readyWithinMs, keptUp = false, lingerMs = 50, say = () => {} } = given;
  const patience = { keptUp, ...(readyWithinMs === undefined ? {} : { readyWithinMs }) };
  let kills = 0;
  let databaseRestarts = 0;
  const receiver = await startReceiver({ kills: () => kills });
  const folder = await freshFolder();
  const environment = {
    SLUICE_ALLOW_NETWORKS: "127.0.0.0/8",
    SLUICE_CONCURRENCY: String(concurrency),
    SLUICE_LOG_LEVEL: "info",
    ...(database ? { SLUICE_DATABASE_URL: database.url } : {}),
    // One key for all of them, and one first account, made by whoever is first.
    SLUICE_SECRET_KEY: "the key of all processes of this bench",
  };
  const takenUp = new Map<string, number>();
  const hear = (line: string): void => {
    const id = takenUpIn(line);
    if (id !== undefined) takenUp.set(id, (takenUp.get(id) ?? 0) + 1);
  };
  const all = await Promise.all(
    Array.from({ length: given.processes }, () =>
      SluiceProcess.on({ folder, environment, hear, ...patience }),
    ),
  );
  const [one] = all;
  if (!one) throw new Error("there must be a process to kill");
  const stopping: (() => Promise<void>)[] = [];
  try {
    // One after another: the first makes the database and the account.
    for (const process of all) {
      await process.start();
      await process.call("GET", "/workflows");
    }
    const workflows = crashWorkflows(receiver.url);
    const targets = [];
    for (const { name, document } of workflows) {
      const { hookUrl } = await one.publish(document);
      targets.push({ name, path: new URL(hookUrl).pathname });
    }
    const beside = [];
    for (const document of given.beside ?? []) beside.push((await one.publish(document)).id);
    const { senders: count, pauseMs } = given;
    const bases = all.map(({ base }) => base);
    const senders = startSenders({ targets, bases, senders: count, pauseMs });
    stopping.push(() => senders.stop());
    const witnessed = new Map<string, number>();
    const events = () => senders.accepted + receiver.calls.length;
    while (await given.nextKill({ kills, events, processes: all })) {
      const victims = victimsOf(all);
      const seen = Math.random() < 0.5 ? await finishedKeys(victims, 10) : [];
      await pause(Math.random() * 50);
      await Promise.all(victims.map((victim) => victim.end("SIGKILL")));
      // What it had sent is still being read.
      await pause(lingerMs);
      kills += 1;
      const after = receiver.calls.length;
      for (const key of seen) if (!witnessed.has(key)) witnessed.set(key, after);
      if (database && kills % restartEvery === 0) {
        await database.restart();
        databaseRestarts += 1;
      }
      say(
        `${Math.round((performance.now() - began) / 1000)} s: kill ${kills}: ${senders.history.length} deliveries, ${after} calls so far`,
      );
      for (const victim of victims) victim.spawn();
      // Now and then it is killed again before it has come up.
      if (Math.random() < 0.8) await Promise.all(victims.map((victim) => victim.ready()));
    }
    await Promise.all(all.map((process) => process.ready()));
    await senders.stop();
    const stopped = performance.now();
    await untilFinished(one, given.restMs);
    const secondsUntilAllFinished = (performance.now() - stopped) / 1000;
    const evidence = {
      ...{ workflows, witnessed, takenUp, history: senders.history, calls: receiver.calls },
      mostCallsAtOnce: concurrency * callsOfOne * given.processes,
      executions: await listAll<ListedExecution>(one, "/executions"),
      attempts: await attemptsOf(one, repeatedKeys(receiver.calls)),
      deliveries: await listAll<ListedDelivery>(one, "/deliveries"),
    };
    const bad = evidence.executions.filter(({ status }) => status !== "succeeded").slice(0, 20);
    const reasons = await reasonsOf(
      one,
      bad.map(({ id }) => id),
    );
    for (const line of reasons) say(line);
    const seconds = (performance.now() - began) / 1000;
    const ranBeside = await Promise.all(
      beside.map((id) => listAll<ListedExecution>(one, `/executions?workflowId=${id}`)),
    );
    return {
      ...{ verdict: judge(evidence), kills, databaseRestarts, seconds, secondsUntilAllFinished },
      startsGivenUp: all.reduce((sum, { givenUp }) => sum + givenUp, 0),
      beside: ranBeside,
    };
  } finally {
    for (const stop of stopping) await stop();
    await Promise.all(all.map((process) => process.end("SIGKILL")));
    await receiver.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The execution that a line of a server's log tells of as taken up from another process. */
function takenUpIn(line: string): string | undefined {
  return line.includes("an execution goes on here") ? /"executionId":"(\w+)"/.exec(line)?.[1] : undefined;
}

/** All processes half of the time, one of several otherwise. */
function victimsOf(all: readonly SluiceProcess[]): SluiceProcess[] {
  if (all.length === 1 || Math.random() < 0.5) return [...all];
  const one = all[Math.floor(Math.random() * all.length)];
  return one ? [one] : [];
}

async function untilFinished(sluice: SluiceProcess, restMs: number): Promise<void> {
  const until = performance.now() + restMs;
  // Twice in a row: one may have gone from waiting to running between two looks.
  for (let quiet = 0; quiet < 2; ) {
    quiet = (await unfinished(sluice)) === 0 ? quiet + 1 : 0;
    if (performance.now() > until) {
      throw new Error(`there were unfinished executions ${restMs / 1000} s after the load`);
    }
    await pause(200);
  }
}

/** So many kills, each after at most so many accepted deliveries and calls, at random. */
export function killsByEvents(kills: number, mostEvents: number): CrashGiven["nextKill"] {
  return async (seen) => {
    if (seen.kills >= kills) return false;
    await untilMore(seen.events, Math.random() * mostEvents);
    return true;
  };
}

/** Until there are so many more, or time is up: a slow machine gets to work too, and one that does nothing is killed. */
async function untilMore(count: () => number, more: number): Promise<void> {
  const wanted = count() + more;
  const until = performance.now() + 10_000;
  while (count() < wanted && performance.now() < until) await pause(2);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
