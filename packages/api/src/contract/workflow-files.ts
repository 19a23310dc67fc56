import { oc } from "@orpc/contract";
import { documentSchema } from "@sluice/workflow/document";
import { z } from "zod";
import {
  appliedFileSchema,
  maxFileLength,
  readFileSchema,
  templateSchema,
  workflowFileSchema,
} from "../schemas/workflow-files.ts";

const tags = ["Workflow files"];
const text = z.string().min(1).max(maxFileLength);

export const workflowFiles = {
  get: oc
    .route({
      method: "GET",
      path: "/workflows/{id}/file",
      tags,
      summary: "A workflow as YAML: its draft, or a version",
      description: "Secrets and credentials stand in it by reference.",
    })
    .input(z.object({ id: z.string(), version: z.coerce.number().int().min(1).optional() }))
    .output(workflowFileSchema),
  read: oc
    .route({
      method: "POST",
      path: "/workflow-files/read",
      tags,
      summary: "Read a file of Sluice (YAML or JSON) or of n8n (JSON), without saving anything",
      description: "422 `invalid-file` with line, column and place of each mistake.",
    })
    .input(z.object({ text }))
    .output(readFileSchema),
  apply: oc
    .route({
      method: "POST",
      path: "/workflow-files/apply",
      tags,
      summary: "Make the workflow what its file says: create it, or update its draft",
      description:
        "The file's `id` says which one, or else its name. 409 `ambiguous-name` when several are called so. With `publish`, 422 `not-publishable` before anything is saved.",
    })
    .input(
      z.object({
        text,
        /** Says what would happen, and saves nothing. */
        dryRun: z.boolean().optional(),
        publish: z.boolean().optional(),
        note: z.string().max(2000).optional(),
      }),
    )
    .output(appliedFileSchema),
};

export const templates = {
  list: oc
    .route({
      method: "GET",
      path: "/workflow-templates",
      tags: ["Workflows"],
      summary: "Workflows to begin with",
    })
    .output(z.object({ items: z.array(templateSchema) })),
  get: oc
    .route({
      method: "GET",
      path: "/workflow-templates/{key}",
      tags: ["Workflows"],
      summary: "The document of a template, with its texts in one language",
    })
    .input(z.object({ key: z.string(), language: z.enum(["en", "fr"]).optional() }))
    .output(z.object({ document: documentSchema })),
};
