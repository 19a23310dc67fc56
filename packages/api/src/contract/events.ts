import { oc } from "@orpc/contract";
import { z } from "zod";
import { pageInput, pageOf } from "../schemas/common.ts";
import {
  eventSchema,
  eventSummarySchema,
  publishEventSchema,
  publishedEventSchema,
} from "../schemas/events.ts";

const tags = ["Events"];

export const events = {
  publish: oc
    .route({
      method: "POST",
      path: "/events",
      tags,
      successStatus: 202,
      summary: "Publish an event",
      description:
        "It is on disk when the answer comes; the workflows that listen to it start right after. The same `id` twice is one event; with another type or other data it is answered 409 `event-id-taken`.",
    })
    .input(publishEventSchema)
    .output(publishedEventSchema),
  list: oc
    .route({ method: "GET", path: "/events", tags, summary: "Events, the last received first" })
    .input(z.object({ ...pageInput, type: z.string().max(128).optional() }))
    .output(pageOf(eventSummarySchema)),
  get: oc
    .route({ method: "GET", path: "/events/{id}", tags, summary: "One event with what it started" })
    .input(z.object({ id: z.string() }))
    .output(eventSchema),
};
