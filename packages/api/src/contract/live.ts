import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { newsSchema } from "../schemas/live.ts";

/** Server-sent events. A reader that was away reads the lists again when it comes back: news are not kept. */
export const live = oc
  .route({
    method: "GET",
    path: "/live",
    tags: ["Live"],
    summary: "News of deliveries, executions and steps",
  })
  .input(z.object({ workflowId: z.string().optional() }))
  .output(eventIterator(newsSchema));
