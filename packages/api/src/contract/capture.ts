import { oc } from "@orpc/contract";
import { z } from "zod";
import { timeSchema } from "../schemas/common.ts";
import { deliverySchema } from "../schemas/deliveries.ts";

const tags = ["Deliveries"];
const byId = z.object({ id: z.string() });

/** What the editor's "Listen" does, for programs too: begin, then ask until a delivery has come. */
export const capture = {
  begin: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/capture",
      tags,
      summary: "Listen on the trigger URL for the next request",
      description:
        "It listens until `until`. With `authenticated: false` the next POST counts although its credentials are wrong, and its body is read and kept for as long as this listens; it is refused all the same.",
    })
    .input(
      byId.extend({
        authenticated: z.boolean().default(true),
        seconds: z.int().min(5).max(900).default(300),
      }),
    )
    .output(
      z.object({
        /** What came before it does not count. */
        after: z.string(),
        until: timeSchema,
      }),
    ),
  next: oc
    .route({
      method: "GET",
      path: "/workflows/{id}/capture",
      tags,
      summary: "The request that came since, waiting for it for a while",
    })
    .input(
      byId.extend({
        after: z.string().regex(/^dlv_[0-9A-Z]{26}$/),
        authenticated: z.stringbool().or(z.boolean()).default(true),
        waitSeconds: z.coerce.number().int().min(0).max(30).default(0),
      }),
    )
    .output(
      z.object({
        /** Null: nothing has come yet. `verdict`, `version` and `executionId` say whether the published version ran. */
        delivery: deliverySchema.nullable(),
      }),
    ),
};
