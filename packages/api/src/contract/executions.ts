import { oc } from "@orpc/contract";
import { z } from "zod";
import { pageInput, pageOf } from "../schemas/common.ts";
import {
  executionFilterSchema,
  executionSchema,
  executionSummarySchema,
  stepSchema,
} from "../schemas/executions.ts";

const tags = ["Executions"];
const byId = z.object({ id: z.string() });

export const executions = {
  list: oc
    .route({ method: "GET", path: "/executions", tags, summary: "Executions, newest first" })
    .input(executionFilterSchema.extend(pageInput))
    .output(pageOf(executionSummarySchema)),
  get: oc
    .route({ method: "GET", path: "/executions/{id}", tags, summary: "One execution with its steps" })
    .input(byId)
    .output(executionSchema),
  steps: oc
    .route({
      method: "GET",
      path: "/executions/{id}/steps",
      tags,
      summary: "The steps of one iteration of a container",
    })
    .input(byId.extend({ frame: z.string().min(1).max(2000) }))
    .output(z.object({ items: z.array(stepSchema) })),
  iterations: oc
    .route({
      method: "GET",
      path: "/executions/{id}/iterations",
      tags,
      summary: "The iterations of a container, in their order",
    })
    .input(
      byId.extend({
        /** Key of the container. */
        node: z.string().max(64),
        /** Frame the container itself stands in. */
        frame: z.string().max(2000).optional(),
        /** Position of the first one, from 0. */
        from: z.coerce.number().int().min(0).optional(),
        limit: z.coerce.number().int().min(1).max(1000).optional(),
        status: z.enum(["running", "succeeded", "failed"]).optional(),
      }),
    )
    .output(
      z.object({
        items: z.array(
          z.object({
            index: z.int(),
            frame: z.string(),
            status: z.enum(["running", "succeeded", "failed", "cancelled"]),
          }),
        ),
        total: z.int(),
      }),
    ),
  value: oc
    .route({
      method: "GET",
      path: "/executions/{id}/values/{value}",
      tags,
      summary: "A value that was too large to show, whole",
    })
    .input(byId.extend({ value: z.string() }))
    .output(z.json()),
  cancel: oc
    .route({
      method: "POST",
      path: "/executions/{id}/cancel",
      tags,
      summary: "Cancel an execution",
      description:
        "What has ended stays as it ended: then nothing happens and the execution is answered as it is.",
    })
    .input(byId)
    .output(executionSchema),
  retry: oc
    .route({
      method: "POST",
      path: "/executions/{id}/retry",
      tags,
      successStatus: 201,
      summary: "Run an ended execution again, as a new one",
      description:
        "`start`: all of it, on the same input. `failed`: what had finished keeps its output, the rest runs. The version that it ran, or the published one with `version: published`.",
    })
    .input(
      // A mistyped field must not begin again what was to go on from where it failed.
      z.strictObject({
        id: z.string(),
        from: z.enum(["start", "failed"]).default("start"),
        version: z.enum(["same", "published"]).default("same"),
      }),
    )
    .output(executionSchema),
};
