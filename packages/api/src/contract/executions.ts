import { oc } from "@orpc/contract";
import { z } from "zod";
import { pageInput, pageOf } from "../schemas/common.ts";
import { executionSchema, executionStatusSchema, executionSummarySchema } from "../schemas/executions.ts";

const tags = ["Executions"];

export const executions = {
  list: oc
    .route({ method: "GET", path: "/executions", tags, summary: "Executions, newest first" })
    .input(
      z.object({ ...pageInput, workflowId: z.string().optional(), status: executionStatusSchema.optional() }),
    )
    .output(pageOf(executionSummarySchema)),
  get: oc
    .route({ method: "GET", path: "/executions/{id}", tags, summary: "One execution with its steps" })
    .input(z.object({ id: z.string() }))
    .output(executionSchema),
};
