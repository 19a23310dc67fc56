import { changeSchema } from "@sluice/workflow/changes";
import { findingSchema } from "@sluice/workflow/check";
import { documentSchema, edgeSchema } from "@sluice/workflow/document";
import { z } from "zod";
import { timeSchema } from "./common.ts";

export const workflowSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  mode: z.enum(["async", "sync"]),
  hookUrl: z.string(),
  hookKey: z.string(),
  /** Readable name that the trigger URL has beside the key, and the URL with it; null: none. */
  alias: z.string().nullable(),
  aliasUrl: z.string().nullable(),
  revision: z.int(),
  /** Number of the published version, or null. */
  published: z.int().nullable(),
  paused: z.boolean(),
  /** How it is filed: a path of names (`Shop/Payments`), empty for none, and words. */
  folder: z.string(),
  tags: z.array(z.string()),
  /** The draft differs in meaning from the published version. */
  changed: z.boolean(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  publishedAt: timeSchema.nullable(),
  lastDeliveryAt: timeSchema.nullable(),
  /** Executions that failed in the last 24 hours. */
  failures24h: z.int(),
  /** Deliveries that came while it was paused and wait for a person. */
  held: z.int(),
});
export type WorkflowSummary = z.infer<typeof workflowSummarySchema>;

/** A row of the list: the last 24 hours besides, the oldest first. */
export const workflowRowSchema = workflowSummarySchema.extend({
  hours: z.array(
    z.object({
      /** Executions that began in the hour, and of these those that failed; 200 means that many or more. */
      runs: z.int(),
      failed: z.int(),
    }),
  ),
});
export type WorkflowListRow = z.infer<typeof workflowRowSchema>;

export const workflowSchema = workflowSummarySchema.extend({ draft: documentSchema });
export type Workflow = z.infer<typeof workflowSchema>;

/** A workflow in the trash. */
export const trashedWorkflowSchema = workflowSummarySchema
  .pick({ id: true, name: true, folder: true, tags: true, published: true })
  .extend({
    deletedAt: timeSchema,
    /** When it will be gone for good. */
    goneAt: timeSchema,
  });
export type TrashedWorkflow = z.infer<typeof trashedWorkflowSchema>;

export const versionSummarySchema = z.object({
  version: z.int(),
  note: z.string().nullable(),
  publishedAt: timeSchema,
  publishedBy: z.string().nullable(),
});
export type VersionSummary = z.infer<typeof versionSummarySchema>;
export const versionSchema = versionSummarySchema.extend({ document: documentSchema });
export type Version = z.infer<typeof versionSchema>;

/** When a credential of a trigger last let a request in. */
export const senderUseSchema = z.object({
  /** The reference of its secret (`sec_…`), or `jwt:…` for public keys: `senderKeys` of the method gives it. */
  sender: z.string(),
  lastUsedAt: timeSchema,
});
export type SenderUse = z.infer<typeof senderUseSchema>;

export const publishResultSchema = z.object({
  version: z.int(),
  findings: z.array(findingSchema),
  /** Of the draft's test cases; null: it has none, or is set not to run them. */
  tests: z
    .object({ passed: z.int(), failed: z.array(z.object({ id: z.string(), name: z.string() })) })
    .nullable(),
});
export type PublishResult = z.infer<typeof publishResultSchema>;

/** How one document differs from another: what the editor shows when it compares two. */
export const comparisonSchema = z.object({
  nodes: z.array(
    z.object({
      /** A node's key, or `trigger`. */
      key: z.string(),
      state: z.enum(["added", "removed", "changed", "moved"]),
      /** Its settings that are others, their places counted from the node. */
      changes: z.array(changeSchema),
      moved: z.boolean(),
    }),
  ),
  edges: z.array(z.object({ edge: edgeSchema, state: z.enum(["added", "removed"]) })),
  /** Name, description, mode and settings of the workflow. */
  workflow: z.array(changeSchema),
  /** Notes on the canvas. */
  notes: z.array(changeSchema),
  /** They differ in nothing that an execution would notice. */
  sameMeaning: z.boolean(),
  same: z.boolean(),
});

/** A state of the draft at the end of a while in which one person edited it. */
export const draftMomentSummarySchema = z.object({
  /** The last revision saved in it: what it is called by. */
  revision: z.int(),
  begunAt: timeSchema,
  savedAt: timeSchema,
  savedBy: z.string().nullable(),
});
export type DraftMomentSummary = z.infer<typeof draftMomentSummarySchema>;
export const draftMomentSchema = draftMomentSummarySchema.extend({ document: documentSchema });
export type DraftMoment = z.infer<typeof draftMomentSchema>;
/** Folders and tags that are used, in order of their names. A folder counts what is below it too. */
export const placementsSchema = z.object({
  folders: z.array(z.object({ folder: z.string(), count: z.int() })),
  tags: z.array(z.object({ tag: z.string(), count: z.int() })),
  /** In no folder. */
  unfiled: z.int(),
});
export type Placements = z.infer<typeof placementsSchema>;
