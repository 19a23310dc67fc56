import { oc } from "@orpc/contract";
import { z } from "zod";
import { pageInput, pageOf } from "../schemas/common.ts";
import { deliverySchema, deliverySummarySchema, verdictSchema } from "../schemas/deliveries.ts";

const tags = ["Deliveries"];

export const deliveries = {
  list: oc
    .route({
      method: "GET",
      path: "/deliveries",
      tags,
      summary: "Requests that reached a trigger URL, newest first",
    })
    .input(
      z.object({
        ...pageInput,
        workflowId: z.string().optional(),
        verdict: verdictSchema.optional(),
        reason: z.string().max(64).optional(),
      }),
    )
    .output(pageOf(deliverySummarySchema)),
  get: oc
    .route({ method: "GET", path: "/deliveries/{id}", tags, summary: "One delivery" })
    .input(z.object({ id: z.string() }))
    .output(deliverySchema),
  file: oc
    .route({
      method: "GET",
      path: "/deliveries/{id}/files/{index}",
      tags,
      outputStructure: "detailed",
      summary: "Download a file that a delivery brought",
    })
    .input(z.object({ id: z.string(), index: z.coerce.number().int().min(0) }))
    .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() })),
};
