import { z } from "zod";
import { executionStatusSchema, stepErrorSchema, stepSchema } from "./executions.ts";

const nodeKey = z.string().min(1).max(64);

/** What a trial runs on. */
export const trialSourceSchema = z.discriminatedUnion("from", [
  z.strictObject({
    /** What is in here: the example, or what a person typed. */
    from: z.literal("request"),
    body: z.json().optional(),
    query: z.record(z.string(), z.json()).optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  /** A past delivery, as the draft would read it. */
  z.strictObject({ from: z.literal("delivery"), id: z.string().max(64) }),
  /** What a past execution ran on, and what its steps gave. */
  z.strictObject({ from: z.literal("execution"), id: z.string().max(64) }),
]);
export type TrialSource = z.infer<typeof trialSourceSchema>;

/**
 * `node`: the steps before it answer what is known of them (their pin, or what they gave in the execution), the others are
 * run. `until`: the steps before it run, but for those that are pinned or reach outside.
 */
export const trialModes = ["node", "until"] as const;

export const trialInputSchema = z.strictObject({
  /** Key of the node that is tried. Left out: the whole draft. */
  node: nodeKey
    .optional()
    .describe(
      "Key of the node that is tried. Left out: the whole draft. A step of it that would reach outside or wait for somebody answers with its pin, else with what it gave in the execution of `outputsOf` or `source` (where neither names one, in the newest of the last ten in which it succeeded), else with an example of its type; a step with none of these ends the trial there.",
    ),
  mode: z.enum(trialModes).default("until"),
  source: trialSourceSchema,
  /** Execution whose steps' outputs stand in. Left out: that of `source`; of the whole draft, else the last ones. */
  outputsOf: z
    .string()
    .max(64)
    .optional()
    .describe(
      "Execution whose recorded outputs stand in for steps that are not run. Left out: that of `source`.",
    ),
  /** Keys of nodes that may reach outside for real. All others answer from their pin or the execution, or the trial stops. */
  outside: z.array(nodeKey).max(500).default([]),
});
export type TrialInput = z.infer<typeof trialInputSchema>;

/**
 * Where the output of a step came from. `ran`: it computed. `unsent`: it ran, and the event that it would publish or the
 * workflow that it would start was left out. `example`: of its type. `outside` really called somebody.
 */
export const usedFrom = [
  "request",
  "delivery",
  "execution",
  "pin",
  "example",
  "ran",
  "unsent",
  "outside",
] as const;

/** `id`: of the delivery or execution. */
export const usedDataSchema = z.object({
  from: z
    .enum(usedFrom)
    .describe(
      "Where the output came from. `pin`, `execution` (`id` says which) and `example` stood in for running the step; `unsent`: it ran, and the event or execution that would follow was left out; `outside` really called somebody.",
    ),
  id: z.string().nullable(),
});
export type UsedData = z.infer<typeof usedDataSchema>;

export const trialSchema = z.object({
  /** Null: the whole draft was tried. */
  node: z.string().nullable(),
  /** `blocked`: a step lacks data (`needs`), and everything ended there. */
  status: z.union([executionStatusSchema, z.literal("blocked")]),
  /** Whether the node ran; of the whole draft, whether no step lacked data. */
  reached: z.boolean(),
  error: stepErrorSchema.extend({ node: z.string().nullable() }).nullable(),
  /** Nodes that reach outside, or wait for somebody, and have nothing to answer. */
  needs: z.array(z.object({ node: z.string(), why: z.enum(["outside", "waits"]) })),
  /** What a synchronous caller would have been answered. */
  answer: z.object({ status: z.int(), body: z.string() }).nullable(),
  /** Outside of containers. */
  steps: z.array(stepSchema),
  /** Of iterations of containers, the first 100, by frame. Of the loops around the node only the first iteration runs. */
  frames: z.record(z.string(), z.array(stepSchema)),
  /** By node key, `trigger` among them. */
  used: z.record(z.string(), usedDataSchema),
  durationMs: z.number(),
});
export type Trial = z.infer<typeof trialSchema>;
