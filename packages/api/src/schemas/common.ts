import { findingSchema } from "@sluice/workflow/check";
import { z } from "zod";

/** RFC 3339 date-time in UTC. */
export const timeSchema = z.iso.datetime();

/** RFC 3339 date-time that a caller gives, in any zone: `2026-05-01T00:00:00+02:00`. */
export const givenTimeSchema = z.iso.datetime({ offset: true });

/** A sentence for people, in each language. */
export const textSchema = z.object({ en: z.string(), fr: z.string() });

/** Keys and indexes on the way to a place in a document, a config or a body. */
export const placeSchema = z.array(z.union([z.string(), z.number()]));

/** A text of one line. */
export function plainText(max: number) {
  return z
    .string()
    .max(max)
    .regex(/^\P{Cc}*$/u, "the text holds no control characters");
}

/** What a caller was answered, as it left. */
export const sentAnswerSchema = z.object({
  status: z.int(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  body: z.string(),
});

/** Of what may be in use: `force` deletes it all the same. */
export const deleteInput = {
  id: z.string(),
  force: z.union([z.boolean(), z.stringbool()]).optional(),
};

/** Cursor-paged lists take these. `limit` is 50 when left out. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(500).optional(),
};

/** A page of a list, newest first. `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/**
 * Every error of the API and of a trigger URL (RFC 9457, `application/problem+json`).
 * `code` is stable and listed in docs/problems.md; the other members after it depend on the code.
 */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  deliveryId: z.string().optional(),
  executionId: z.string().optional(),
  /** `invalid-request`, `invalid-document`, `invalid-file`: what is wrong, where. */
  issues: z
    .array(
      z.object({
        at: placeSchema,
        message: z.string(),
        /** `invalid-request`: of which kind it is, with what the message says of it; left out where a rule is the call's own. */
        code: z.string().optional(),
        values: z.record(z.string(), z.string()).optional(),
        /** `invalid-file`: where in its text, from 1. */
        line: z.int().optional(),
        column: z.int().optional(),
      }),
    )
    .optional(),
  /** `not-publishable`: the findings of severity `error` are why. */
  findings: z.array(findingSchema).optional(),
  /** `credential-in-use`: the nodes that use it. */
  usedBy: z
    .array(
      z.object({ workflowId: z.string(), workflowName: z.string(), node: z.string(), nodeName: z.string() }),
    )
    .optional(),
  /** `stale-revision`: what is stored now. */
  current: z.unknown().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
