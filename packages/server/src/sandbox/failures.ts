import { NodeError, type SandboxJob } from "@sluice/workflow/node-contract";
import { z } from "zod";
import { maxResultBytes } from "./limits.ts";
import type { Failure } from "./messages.ts";

/** What a process says of a failed job. It is taken for foreign data: code in it may have been stronger than the walls. */
const failureSchema: z.ZodType<Failure> = z.object({
  kind: z.enum(["thrown", "syntax", "timeout", "never", "memory", "result", "too-large", "broken"]),
  name: z.string().max(200).optional(),
  message: z.string().max(4000).optional(),
  line: z.number().int().positive().optional(),
  column: z.number().int().positive().optional(),
  position: z.number().optional(),
}) as z.ZodType<Failure>;

/** @throws when it is none. */
export function readFailure(text: string): Failure {
  return failureSchema.parse(JSON.parse(text));
}

/** A job that failed, as the step's record says it. `console`: what it wrote before. */
export function jobError(failure: Failure, job: SandboxJob, console: readonly string[]): NodeError {
  const error = (code: string, message: string, kind: "timeout" | "other" = "other") =>
    new NodeError({ code, message, kind, console });
  const what = job.language === "javascript" ? "the code" : "the query";
  switch (failure.kind) {
    case "timeout":
      return error("code-timeout", `${what} took longer than ${job.timeoutMs / 1000} s`, "timeout");
    case "never":
      // Not of the kind `timeout`: another attempt would wait for the same promise.
      return error("code-timeout", `${what} waits for a promise that nothing settles`);
    case "memory":
      return error("code-memory", memoryMessage(failure, job, what));
    case "result":
      return error("code-result", `${what} answered something that is no JSON: ${failure.message ?? ""}`);
    case "too-large":
      return error("code-result", `${what} answered more than ${maxResultBytes} bytes of JSON`);
    case "broken":
      return error("code-failed", `${what} ended the sandbox it ran in`);
    default:
      return error("code-failed", thrownMessage(failure));
  }
}

function memoryMessage({ message = "" }: Failure, { memoryBytes }: SandboxJob, what: string): string {
  if (/stack/i.test(message)) return `${what} calls itself too deeply, or its data is nested too deeply`;
  return `${what} needs more than ${Math.round(memoryBytes / 1024 / 1024)} MB of memory`;
}

function thrownMessage({ name = "", message = "", line, column, position }: Failure): string {
  const said = name !== "" && name !== "Error" ? `${name}: ${message}` : message;
  const text = said === "" ? "it threw an error without a message" : said;
  if (line !== undefined) return `${text} (line ${line}, column ${column ?? 1})`;
  return position === undefined ? text : `${text} (character ${position})`;
}

export function unavailable(message: string): NodeError {
  return new NodeError({ code: "sandbox-unavailable", message });
}
