import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { newsSchema, personSchema } from "../schemas/live.ts";

/** Server-sent events. A reader that was away reads the lists again when it comes back: news are not kept. */
export const live = oc
  .route({
    method: "GET",
    path: "/live",
    tags: ["Live"],
    summary: "News of deliveries, executions, steps, workflows and who has one open",
    description:
      "With `tab`, any text of the reader's own, a signed-in person who follows one workflow counts as having it open.",
  })
  .input(z.object({ workflowId: z.string().optional(), tab: personSchema.shape.tab.optional() }))
  .output(eventIterator(newsSchema));
