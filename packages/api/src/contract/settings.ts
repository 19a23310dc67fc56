import { oc } from "@orpc/contract";
import { z } from "zod";
import { instanceSchema, settingsSchema } from "../schemas/settings.ts";

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
  instance: oc
    .route({
      method: "GET",
      path: "/settings/instance",
      tags,
      summary: "How this instance was started: every line of its configuration",
      description: "Secrets show only whether they are set.",
    })
    .output(instanceSchema),
  testMail: oc
    .route({
      method: "POST",
      path: "/settings/mail/test",
      tags,
      summary: "Send a test mail to whoever asks, by Sluice's own mail server",
      description: "409 `no-mail-server` when none is set.",
    })
    .input(z.strictObject({}))
    .output(z.object({ to: z.string(), /** Null: the server took it. */ failure: z.string().nullable() })),
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
