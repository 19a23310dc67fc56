import { findingSchema } from "@sluice/workflow/check";
import { documentSchema, maxDocumentBytes } from "@sluice/workflow/document";
import { z } from "zod";
import { placeSchema, textSchema } from "./common.ts";

/** Longest text of a file that is read, in characters: a longer one has more bytes than a document may have. */
export const maxFileLength = maxDocumentBytes;

export const workflowFileSchema = z.object({
  /** `payment-callback.yaml`. */
  fileName: z.string(),
  /** YAML 1.2; the same workflow gives the same text. */
  text: z.string(),
});

/** What became of one node of another product's file. */
export const importNoticeSchema = z.object({
  /** Its name there; null: it is about the whole. */
  node: z.string().nullable(),
  /** Key of the node that it became; null: none. */
  key: z.string().nullable(),
  /** `adapted`: it does the same in another way; `left`: it has to be done by hand. */
  kind: z.enum(["adapted", "left"]),
  code: z.string(),
  text: textSchema,
});
export type ImportNotice = z.infer<typeof importNoticeSchema>;

/** A file that was read, with nothing saved yet. */
export const readFileSchema = z.object({
  from: z.enum(["sluice", "n8n"]),
  id: z.string().nullable(),
  folder: z.string().nullable(),
  tags: z.array(z.string()).nullable(),
  document: documentSchema,
  findings: z.array(findingSchema),
  notices: z.array(importNoticeSchema),
});
export type ReadFileResult = z.infer<typeof readFileSchema>;

export const fileChangeSchema = z.object({
  kind: z.enum(["added", "removed", "changed"]),
  what: z.enum([
    ...(["name", "description", "mode", "trigger", "node", "edges"] as const),
    ...(["settings", "layout", "folder", "tags"] as const),
  ]),
  /** Key of the node; null for everything else. */
  node: z.string().nullable(),
});
export type FileChange = z.infer<typeof fileChangeSchema>;

/** What applying a file does, or would do. */
export const appliedFileSchema = z.object({
  action: z.enum(["create", "update", "none"]),
  /** Null: it would be created. */
  id: z.string().nullable(),
  name: z.string(),
  changes: z.array(fileChangeSchema),
  /**
   * Secrets and credentials that the file refers to and this workflow does not have: what stood at the same place was
   * `kept`, or the place is `empty` and has to be filled in.
   */
  references: z.array(z.object({ at: placeSchema, became: z.enum(["kept", "empty"]) })),
  findings: z.array(findingSchema),
  /** Number of the version that was published; null: none was. */
  published: z.int().nullable(),
  /** It was asked for, and would be published: there is something new and no finding stops it. */
  wouldPublish: z.boolean(),
});
export type AppliedFile = z.infer<typeof appliedFileSchema>;

export const templateSchema = z.object({
  key: z.string(),
  title: textSchema,
  /** What it is for, and what has to be filled in. */
  description: textSchema,
  mode: z.enum(["async", "sync"]),
});
export type WorkflowTemplate = z.infer<typeof templateSchema>;
