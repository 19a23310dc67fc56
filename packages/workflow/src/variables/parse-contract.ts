import { z } from "zod";
import {
  bodyKinds,
  triggerVariableSchema,
  variableKeySchema,
  variableSourceSchema,
  variableTypeSchema,
} from "../document/webhook-trigger.ts";
import { parseProblemSchema } from "./problem.ts";

const pasted = z.string().max(5 * 1024 * 1024);

/** The body of `POST /api/v1/variables/parse`: texts as pasted, and the variables to merge with. */
export const parseRequestSchema = z.strictObject({
  query: pasted.optional(),
  headers: pasted.optional(),
  body: pasted.optional(),
  /** A whole command; a part that is given beside it comes from its own text. */
  curl: pasted.optional(),
  /** The kinds of bodies that the trigger takes; left out: JSON. */
  accept: z.array(z.enum(bodyKinds)).optional(),
  existing: z.array(triggerVariableSchema).max(2_000).optional(),
});

/** One row of the table of variables. Kept and vanished rows repeat what the trigger says about them. */
export const parsedRowSchema = z.strictObject({
  from: variableSourceSchema,
  path: z.string(),
  key: variableKeySchema,
  type: variableTypeSchema,
  example: z.json(),
  state: z.enum(["new", "kept", "vanished"]),
  alias: z.string().optional(),
  required: z.boolean().optional(),
  default: z.json().optional(),
  parsedPath: z.string().optional(),
});

export const parseResultSchema = z.strictObject({
  variables: z.array(parsedRowSchema),
  /** The parts as they were understood; `body` is null when there is none. */
  examples: z.strictObject({
    query: z.record(z.string(), z.json()),
    headers: z.record(z.string(), z.string()),
    body: z.json(),
  }),
  /** The texts to keep as the trigger's examples, for the parts that were given; credentials are left out. */
  texts: z.strictObject({
    query: z.string().optional(),
    headers: z.string().optional(),
    body: z.string().optional(),
  }),
  problems: z.array(parseProblemSchema),
  /** What the body was read as; left out when there is none, or it cannot be read. */
  bodyKind: z.enum(["json", "form", "text"]).optional(),
  /** The user of a cURL command, offered as the trigger's. */
  basic: z.strictObject({ username: z.string(), password: z.string() }).optional(),
});

export type ParseRequest = z.input<typeof parseRequestSchema>;
export type ParsedRow = z.infer<typeof parsedRowSchema>;
export type ParseResult = z.infer<typeof parseResultSchema>;
