import { oc } from "@orpc/contract";
import { z } from "zod";
import { pageInput, pageOf } from "../schemas/common.ts";
import {
  deliveryFilterSchema,
  deliverySchema,
  deliverySummarySchema,
  reasonCountSchema,
  searchedSchema,
} from "../schemas/deliveries.ts";
import { mostReplayed, replaySchema, replayVersionSchema } from "../schemas/replays.ts";

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
      deliveryFilterSchema.extend({
        ...pageInput,
        /** Search keys (`4711`, `order:4711`), ids of deliveries and executions, else text in URL, headers and body. */
        q: z.string().trim().max(2000).optional(),
        /** `text`: does not look for search keys and ids first. */
        searchIn: z.enum(["keys", "text"]).optional(),
      }),
    )
    .output(pageOf(deliverySummarySchema).extend({ searched: searchedSchema.nullable() })),
  counters: oc
    .route({
      method: "GET",
      path: "/deliveries/counters",
      tags,
      summary: "How many requests were not accepted, by reason, those that are no longer kept included",
    })
    .input(z.object({ workflowId: z.string().optional() }))
    .output(z.object({ items: z.array(reasonCountSchema) })),
  get: oc
    .route({ method: "GET", path: "/deliveries/{id}", tags, summary: "One delivery" })
    .input(z.object({ id: z.string() }))
    .output(deliverySchema),
  replay: oc
    .route({
      method: "POST",
      path: "/deliveries/{id}/replay",
      tags,
      successStatus: 201,
      summary: "Run a delivery again, as a new one",
      description:
        "The bytes are those received. Credentials, limits, pause and dedupe are not looked at again; the contract and the filter of the chosen version are. 409 `body-not-kept` when its body was not kept whole, `delivery-still-held` when it has not run yet.",
    })
    .input(z.strictObject({ id: z.string(), version: replayVersionSchema.default("published") }))
    .output(deliverySummarySchema),
  replayMany: oc
    .route({
      method: "POST",
      path: "/deliveries/replay",
      tags,
      successStatus: 202,
      summary: "Run many deliveries again, those named or all that a filter finds",
      description: `First with \`dryRun\`, which counts. Then with the \`count\` and \`upTo\` that it answered: 409 \`replay-count-changed\` when they are no longer as many. At most ${mostReplayed} at once.`,
    })
    .input(
      z.strictObject({
        filter: deliveryFilterSchema.optional(),
        ids: z.array(z.string().max(40)).min(1).max(500).optional(),
        version: replayVersionSchema.default("published"),
        perSecond: z.number().min(0.1).max(100).default(5),
        dryRun: z.boolean().default(false),
        count: z.int().min(0).optional(),
        /** The newest delivery that counts. */
        upTo: z.string().optional(),
      }),
    )
    .output(
      z.object({
        count: z.int(),
        /** Of these, how many cannot be run again: their bodies were not kept whole. */
        notKept: z.int(),
        upTo: z.string(),
        /** Null for a `dryRun`. */
        replay: replaySchema.nullable(),
      }),
    ),
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
