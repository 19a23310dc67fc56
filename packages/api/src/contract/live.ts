import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { newsSchema, openListSchema } from "../schemas/live.ts";

/** Server-sent events. A reader that was away reads the lists again when it comes back: news are not kept. */
export const live = oc
  .route({
    method: "GET",
    path: "/live",
    tags: ["Live"],
    summary: "News of deliveries, executions, steps, workflows and who has one open",
    description:
      "With `open`, `workflow:tab` up to 50 times with a comma in between, `tab` being any text of the reader's own, a signed-in person counts as having these workflows open.",
  })
  .input(z.object({ workflowId: z.string().optional(), open: openListSchema.optional() }))
  .output(eventIterator(newsSchema));
