import { startThreadWriter, type ThreadWriter } from "../database/thread-writer.ts";
import type { IntakeOperations } from "./operations.ts";

/** Starts the thread that writes what the intake takes; `file` is a migrated database. */
export function startIntakeThread({ file }: { readonly file: string }): ThreadWriter<IntakeOperations> {
  return startThreadWriter({ program: new URL("./writer-thread.ts", import.meta.url), file });
}
