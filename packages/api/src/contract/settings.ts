import { oc } from "@orpc/contract";
import { z } from "zod";
import { settingsSchema } from "../schemas/settings.ts";

const tags = ["Settings"];

export const settings = {
  get: oc
    .route({ method: "GET", path: "/settings", tags, summary: "Settings of the instance" })
    .output(settingsSchema),
  save: oc
    .route({
      method: "PUT",
      path: "/settings",
      tags,
      summary: "Change settings of the instance",
      description: "What is left out stays as it is.",
    })
    .input(settingsSchema.partial())
    .output(settingsSchema),
  testErrorWorkflow: oc
    .route({
      method: "POST",
      path: "/settings/error-workflow/test",
      tags,
      successStatus: 202,
      summary: "Start the error workflow with a sample error",
      description: "The one of the instance, or any other.",
    })
    .input(z.strictObject({ workflowId: z.string().max(64).optional() }))
    .output(z.object({ executionId: z.string() })),
};
