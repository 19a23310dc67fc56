import pino, { type DestinationStream, type Logger } from "pino";
import type { Config } from "./config.ts";
import { withoutQuery } from "./without-query.ts";

export type Log = Logger;

/** The process's log: one JSON line for each thing that matters. What is secret is never handed to it. */
export function createLog(level: Config["logLevel"], destination?: DestinationStream): Log {
  const serializers = { err: (error: unknown) => pino.stdSerializers.err(withoutQuery(error) as Error) };
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers };
  return destination ? pino(options, destination) : pino(options);
}
