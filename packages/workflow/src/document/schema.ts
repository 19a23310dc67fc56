import { z } from "zod";
import type { Json } from "../node-contract/json.ts";

/** Largest document that is saved, in bytes of its JSON text. */
export const maxDocumentBytes = 5 * 1024 * 1024;
/** Deepest nesting of a document that is saved. */
export const maxDocumentDepth = 64;

/** Names that mean something to JavaScript's objects and are therefore never a key, variable or path segment. */
export const forbiddenNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** A node's key: readable, stable, the name used in expressions. */
export const nodeKeySchema = z
  .string()
  .regex(
    /^[a-zA-Z][a-zA-Z0-9_]{0,63}$/,
    "a key begins with a letter and holds letters, digits and _ (64 at most)",
  )
  .refine((key) => key !== "trigger" && !forbiddenNames.has(key), "this key is reserved");

/** A port's name: the same letters as a key. */
export const portSchema = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/, "a port is a short name");

const settingsOfNode = {
  parent: nodeKeySchema.optional(),
  onError: z.enum(["stop", "continue", "branch"]).optional(),
  retry: z
    .strictObject({
      attempts: z.int().min(1).max(100),
      delaySeconds: z.number().min(0).max(86_400).optional(),
      factor: z.number().min(1).max(10).optional(),
      jitter: z.number().min(0).max(1).optional(),
      on: z.array(z.enum(["network", "timeout", "5xx", "429"])).optional(),
    })
    .optional(),
  join: z.enum(["all", "any", "race"]).optional(),
  disabled: z.boolean().optional(),
  note: z.string().max(2000).optional(),
  cache: z.strictObject({ key: z.string(), ttlSeconds: z.number().min(1).max(31_536_000) }).optional(),
  /** Longest that one attempt may take; left out: 60 s. Sleeping does not count. */
  timeoutSeconds: z.number().min(0.1).max(3600).optional(),
  /**
   * What the step answers in trials of the draft in the place of running. Nothing but a trial looks at it, and a version
   * does not have it.
   */
  pin: z.strictObject({ port: portSchema.optional(), output: z.json() }).optional(),
};

const configSchema = z.record(z.string(), z.json());

export const nodeSchema = z.strictObject({
  type: z.string().min(1).max(64),
  name: z.string().max(200).optional(),
  config: configSchema,
  ...settingsOfNode,
});

export const edgeSchema = z.strictObject({
  from: z.string(),
  port: portSchema.optional(),
  to: nodeKeySchema,
});

export const triggerSchema = z.strictObject({ type: z.string().min(1).max(64), config: configSchema });

export const noteSchema = z.strictObject({
  id: z.string().min(1).max(64),
  text: z.string().max(10_000),
  x: z.number(),
  y: z.number(),
  width: z.number().optional(),
  height: z.number().optional(),
  color: z.string().max(32).optional(),
});

export const layoutSchema = z.strictObject({
  nodes: z.record(z.string(), z.strictObject({ x: z.number(), y: z.number() })),
  notes: z.array(noteSchema),
  /** Containers that are drawn as a card. */
  folded: z.array(z.string()).optional(),
});

export const workflowSettingsSchema = z.strictObject({
  timeoutSeconds: z.number().min(1).max(15_552_000).optional(),
  searchKeys: z
    .array(z.strictObject({ name: z.string().min(1).max(64), path: z.string().min(1).max(500) }))
    .max(20)
    .optional(),
  /** Executions of one key (a template over `trigger` and `request`) that go on at once; the others wait in order. */
  concurrency: z
    .strictObject({
      key: z.string().max(1000).default(""),
      limit: z.int().min(1).max(1000).default(1),
      whenFull: z.enum(["queue", "refuse"]).default("queue"),
    })
    .optional(),
  /** The workflow that is started when an execution of this one fails; null: none; left out: the instance's. */
  errorWorkflow: z.string().max(64).nullable().optional(),
  /** What failing test cases do to a publish; left out: `warn`. */
  testsOnPublish: z.enum(["off", "warn", "stop"]).optional(),
});

/**
 * The workflow document, format 1: its outer shape, which is all that a save insists on.
 * What the configs hold is judged by `check`, as findings.
 */
export const documentSchema = z
  .strictObject({
    format: z.literal(1),
    name: z.string().min(1).max(200),
    description: z.string().max(10_000).optional(),
    mode: z.enum(["async", "sync"]),
    trigger: triggerSchema,
    nodes: z.record(nodeKeySchema, nodeSchema),
    edges: z.array(edgeSchema),
    settings: workflowSettingsSchema.optional(),
    layout: layoutSchema.optional(),
  })
  .superRefine((document, context) => {
    document.edges.forEach((edge, index) => {
      for (const end of ["from", "to"] as const) {
        const key = edge[end];
        if (end === "from" && key === "trigger") continue;
        if (!Object.hasOwn(document.nodes, key)) {
          context.addIssue({
            code: "custom",
            path: ["edges", index, end],
            message: `there is no node "${key}"`,
          });
        }
      }
    });
  });

export type WorkflowDocument = z.infer<typeof documentSchema>;
export type WorkflowNode = z.infer<typeof nodeSchema>;
export type WorkflowEdge = z.infer<typeof edgeSchema>;
export type WorkflowTrigger = z.infer<typeof triggerSchema>;
export type CanvasNote = z.infer<typeof noteSchema>;
export type Config = { [field: string]: Json };
