import { DrizzleQueryError } from "drizzle-orm";
import pino, { type DestinationStream, type Logger } from "pino";
import type { Config } from "./config.ts";

export type Log = Logger;

/** A database's error tells of the statement with all its values, keys of trigger URLs among them: its cause says enough. */
function withoutQuery(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? (error.cause ?? new Error("a query failed")) : error;
}

/** The process's log: one JSON line for each thing that matters. What is secret is never handed to it. */
export function createLog(level: Config["logLevel"], destination?: DestinationStream): Log {
  const serializers = { err: (error: unknown) => pino.stdSerializers.err(withoutQuery(error) as Error) };
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers };
  return destination ? pino(options, destination) : pino(options);
}
