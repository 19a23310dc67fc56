import { z } from "zod";
import { givenTimeSchema, timeSchema } from "./common.ts";

export const actorKinds = ["person", "token", "command", "nobody"] as const;

/** Something that somebody did, or tried to. Never with a secret in it: no body, no value of a setting. */
export const actSchema = z.object({
  id: z.string(),
  at: timeSchema,
  actor: z.object({
    /** `command`: the command line or the configuration; `nobody`: not signed in. */
    kind: z.enum(actorKinds),
    /** Of the user or the API token. */
    id: z.string().nullable(),
    /** The user's e-mail address or the token's name, as it was then. */
    name: z.string().nullable(),
    /** Where it came from, trusted proxies considered; null: the server's own machine. */
    address: z.string().nullable(),
  }),
  /** A call by its place in the API (`workflows.publish`), or a command (`vault.rotateKey`). */
  act: z.string(),
  object: z
    .object({
      /** `workflow`, `credential`, `token`, … */
      kind: z.string(),
      id: z.string(),
      /** As it was then. */
      name: z.string().nullable(),
    })
    .nullable(),
  /** `ok`, the code of the problem that it was answered with, or `unfinished`: the process ended in between. */
  outcome: z.string(),
  /** Numbers, ids, and names of what was changed. */
  detail: z.record(z.string(), z.union([z.number(), z.string(), z.array(z.string())])),
  /** The header `x-request-id` of its answer; the log has it too. */
  requestId: z.string().nullable(),
});
export type Act = z.infer<typeof actSchema>;

/** What an audit list can be narrowed to. */
export const auditFilterSchema = z.object({
  /** A user's or token's id, or its e-mail address or name. */
  actor: z.string().max(254).optional(),
  /** `workflows.publish`, or `workflows.*` for all that begin so. */
  act: z
    .string()
    .max(100)
    .regex(/^[A-Za-z.]+\*?$/, "names an act, or the beginning of some with a star behind it")
    .optional(),
  /** The id of what it was done to. */
  object: z.string().max(100).optional(),
  outcome: z.enum(["ok", "failed"]).optional(),
  from: givenTimeSchema.optional(),
  /** Excluded. */
  to: givenTimeSchema.optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

export const auditFormats = ["csv", "jsonl"] as const;
