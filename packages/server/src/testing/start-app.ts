import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, startApp } from "../app.ts";
import type { Config } from "../config.ts";
import { readConfig } from "../config.ts";
import { createLog } from "../log.ts";

export interface TestApp {
  /** `http://127.0.0.1:<free port>` */
  readonly baseUrl: string;
  /** An API token with every scope. */
  readonly token: string;
  readonly dataFolder: string;
  readonly app: App;
  /** The log so far, one JSON text a line. */
  log(): string;
  /** Moves the clock that was asked for with `fakeClock`, in milliseconds. */
  advance(milliseconds: number): void;
  /** A call of the API with the token; a body is sent as JSON. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Stops it; the data folder goes unless it was given or `keepData` says otherwise. */
  stop(given?: { readonly keepData?: boolean; readonly graceMs?: number }): Promise<void>;
}

export interface TestAppOptions {
  /** As in the process's environment: `{ SLUICE_MAX_BODY_BYTES: "2000" }`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Time stands still until `advance` is called; it begins now. */
  readonly fakeClock?: boolean;
  /** Where the fake clock begins instead (milliseconds since 1970). */
  readonly now?: number;
  /** A folder of an earlier app: what it stored is there. */
  readonly dataFolder?: string;
  readonly signInLimits?: NonNullable<Parameters<typeof startApp>[0]["signInLimits"]>;
}

/** Starts the real server, all of it, on a free port and a data folder of its own. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), "sluice-app-"));
  const lines: string[] = [];
  let now = options.now ?? Date.now();
  const config: Config = readConfig({
    environment: options.environment ?? {},
    flags: { port: "0", data: dataFolder },
  });
  const app = await startApp({
    config,
    log: createLog(options.environment?.SLUICE_LOG_LEVEL ? config.logLevel : "debug", {
      write: (line) => lines.push(line),
    }),
    ...(options.fakeClock ? { clock: () => now } : {}),
    ...(options.signInLimits ? { signInLimits: options.signInLimits } : {}),
  });
  const { token } = await app.tokens.create({
    name: "test",
    scopes: ["*"],
    expiresAt: null,
    createdBy: null,
  });

  return {
    ...{ baseUrl: app.url, token, dataFolder, app },
    log: () => lines.join(""),
    advance: (milliseconds) => {
      now += milliseconds;
    },
    call: (method, path, body, headers) =>
      fetch(`${app.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    stop: async (given = {}) => {
      await app.stop(given.graceMs === undefined ? {} : { graceMs: given.graceMs });
      if (!given.keepData && options.dataFolder === undefined)
        rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
