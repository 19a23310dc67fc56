import { oc } from "@orpc/contract";
import { findingSchema } from "@sluice/workflow/check";
import {
  documentSchema,
  folderSchema,
  hookAliasSchema,
  tagSchema,
  tagsSchema,
} from "@sluice/workflow/document";
import { z } from "zod";
import { pageInput, pageOf } from "../schemas/common.ts";
import { executionSchema } from "../schemas/executions.ts";
import { signatureCheckInputSchema, signatureChecksSchema } from "../schemas/signature-check.ts";
import {
  comparisonSchema,
  draftMomentSchema,
  draftMomentSummarySchema,
  placementsSchema,
  publishResultSchema,
  senderUseSchema,
  trashedWorkflowSchema,
  versionSchema,
  versionSummarySchema,
  workflowRowSchema,
  workflowSchema,
} from "../schemas/workflows.ts";

const tags = ["Workflows"];
const byId = z.object({ id: z.string() });
const byVersion = z.object({ id: z.string(), version: z.coerce.number().int().min(1) });
const versionOrDraft = z.union([z.literal("draft"), z.coerce.number().int().min(1)]);
const byMoment = z.object({ id: z.string(), moment: z.coerce.number().int().min(1) });
const note = z.string().max(2000).optional();

export const workflows = {
  list: oc
    .route({ method: "GET", path: "/workflows", tags, summary: "Workflows, the last changed first" })
    .input(
      z.object({
        ...pageInput,
        q: z.string().max(200).optional(),
        /** With what is below it; empty: those in no folder. */
        folder: folderSchema.optional(),
        tag: tagSchema.optional(),
      }),
    )
    .output(pageOf(workflowRowSchema)),
  create: oc
    .route({ method: "POST", path: "/workflows", tags, successStatus: 201, summary: "Make a workflow" })
    .input(z.object({ document: documentSchema }))
    .output(workflowSchema),
  get: oc
    .route({ method: "GET", path: "/workflows/{id}", tags, summary: "One workflow" })
    .input(byId)
    .output(workflowSchema),
  save: oc
    .route({
      method: "PUT",
      path: "/workflows/{id}",
      tags,
      summary: "Save the draft",
      description: "409 `stale-revision` with `current` when the draft has been saved by another in between.",
    })
    .input(byId.extend({ revision: z.int().min(0), document: documentSchema }))
    .output(workflowSchema),
  delete: oc
    .route({
      method: "DELETE",
      path: "/workflows/{id}",
      tags,
      successStatus: 204,
      summary: "Move to the trash for 30 days",
    })
    .input(byId),
  trashed: oc
    .route({
      method: "GET",
      path: "/workflow-trash",
      tags,
      summary: "Workflows in the trash, the last deleted first",
    })
    .input(z.object(pageInput))
    .output(pageOf(trashedWorkflowSchema)),
  untrash: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/untrash",
      tags,
      summary: "Take a workflow out of the trash, as it was",
      description:
        "Its trigger URL answers again, and what it had published runs again: a schedule from now on, without what was missed. One that is not in the trash is answered as it is.",
    })
    .input(byId)
    .output(workflowSchema),
  publish: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/publish",
      tags,
      summary: "Freeze the draft as the next version",
      description:
        "422 `not-publishable` with `findings` when one of them is an error. With `revision`, 409 `stale-revision` with `current` when the draft is no longer the one of that revision.",
    })
    .input(byId.extend({ note, revision: z.int().min(0).optional() }))
    .output(publishResultSchema),
  unpublish: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/unpublish",
      tags,
      summary: "Take the published version off",
    })
    .input(byId)
    .output(workflowSchema),
  pause: oc
    .route({ method: "POST", path: "/workflows/{id}/pause", tags, summary: "Pause" })
    .input(byId)
    .output(workflowSchema),
  resume: oc
    .route({ method: "POST", path: "/workflows/{id}/resume", tags, summary: "Resume" })
    .input(byId)
    .output(workflowSchema),
  duplicate: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/duplicate",
      tags,
      successStatus: 201,
      summary: "Copy the draft to a new workflow, secrets left empty",
    })
    .input(byId.extend({ name: z.string().min(1).max(200).optional() }))
    .output(workflowSchema),
  rotateKey: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/rotate-key",
      tags,
      summary: "Give the trigger URL a new key",
    })
    .input(byId.extend({ keepOldForSeconds: z.int().min(0).max(31_536_000).optional() }))
    .output(workflowSchema),
  setAlias: oc
    .route({
      method: "PUT",
      path: "/workflows/{id}/alias",
      tags,
      summary: "Give the trigger URL a readable name beside its key",
      description:
        "It takes the place of the one before. 409 `alias-taken` with the `workflow` that has it. An alias can be guessed: without authentication the draft gets a warning.",
    })
    .input(byId.extend({ alias: hookAliasSchema }))
    .output(workflowSchema),
  removeAlias: oc
    .route({
      method: "DELETE",
      path: "/workflows/{id}/alias",
      tags,
      summary: "Take the readable name of the trigger URL away, at once",
    })
    .input(byId)
    .output(workflowSchema),
  place: oc
    .route({
      method: "PUT",
      path: "/workflows/{id}/placement",
      tags,
      summary: "File a workflow in a folder and under tags: its draft stays as it is",
    })
    .input(byId.extend({ folder: folderSchema.optional(), tags: tagsSchema.optional() }))
    .output(workflowSchema),
  placements: oc
    .route({
      method: "GET",
      path: "/workflow-folders",
      tags,
      summary: "All folders and tags, with how many workflows each holds",
    })
    .output(placementsSchema),
  moveFolder: oc
    .route({
      method: "POST",
      path: "/workflow-folders/move",
      tags,
      summary: "Rename or move a folder with everything below it",
      description: "An empty `to` dissolves it: what is in it moves to no folder.",
    })
    .input(z.object({ from: folderSchema.min(1), to: folderSchema }))
    .output(z.object({ moved: z.int() })),
  check: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/check",
      tags,
      summary: "Findings of a document, or of the draft",
    })
    .input(byId.extend({ document: documentSchema.optional() }))
    .output(z.object({ findings: z.array(findingSchema) })),
  debugSignature: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/debug-signature",
      tags,
      summary: "Check a signature stage by stage, of a delivery or of a pasted request",
    })
    .input(signatureCheckInputSchema)
    .output(signatureChecksSchema),
  senders: oc
    .route({
      method: "GET",
      path: "/workflows/{id}/senders",
      tags,
      summary: "When each credential of the trigger last opened the door",
    })
    .input(byId)
    .output(z.object({ senders: z.array(senderUseSchema) })),
  run: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/run",
      tags,
      successStatus: 201,
      summary: "Run the draft or a version with the given input, without the front door's checks",
    })
    .input(
      byId.extend({
        version: z.union([z.literal("draft"), z.int().min(1)]).optional(),
        input: z.object({
          body: z.json().optional(),
          query: z.record(z.string(), z.json()).optional(),
          headers: z.record(z.string(), z.string()).optional(),
        }),
      }),
    )
    .output(executionSchema),
};

export const versions = {
  list: oc
    .route({ method: "GET", path: "/workflows/{id}/versions", tags, summary: "Versions, newest first" })
    .input(byId.extend(pageInput))
    .output(pageOf(versionSummarySchema)),
  get: oc
    .route({ method: "GET", path: "/workflows/{id}/versions/{version}", tags, summary: "One version" })
    .input(byVersion)
    .output(versionSchema),
  restore: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/versions/{version}/restore",
      tags,
      summary: "Make a version the draft",
    })
    .input(byVersion.extend({ revision: z.int().min(0) }))
    .output(workflowSchema),
  diff: oc
    .route({
      method: "GET",
      path: "/workflows/{id}/versions/{version}/diff/{other}",
      tags,
      summary: "How one version (or `draft`) differs from another",
    })
    .input(z.object({ id: z.string(), version: versionOrDraft, other: versionOrDraft }))
    .output(comparisonSchema),
};

export const moments = {
  list: oc
    .route({
      method: "GET",
      path: "/workflows/{id}/moments",
      tags,
      summary: "What the draft was in the last 30 days, newest first",
      description:
        "Saves of one person that follow each other closely are one moment. The first one is the draft as it is now.",
    })
    .input(byId.extend(pageInput))
    .output(pageOf(draftMomentSummarySchema)),
  get: oc
    .route({
      method: "GET",
      path: "/workflows/{id}/moments/{moment}",
      tags,
      summary: "The draft as it was, by the moment's revision",
    })
    .input(byMoment)
    .output(draftMomentSchema),
  restore: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/moments/{moment}/restore",
      tags,
      summary: "Make the draft what it was",
    })
    .input(byMoment.extend({ revision: z.int().min(0) }))
    .output(workflowSchema),
};
