import { oc } from "@orpc/contract";
import { z } from "zod";
import { approvalSchema } from "../schemas/approvals.ts";
import { pageInput, pageOf } from "../schemas/common.ts";

const tags = ["Approvals"];

export const approvals = {
  list: oc
    .route({ method: "GET", path: "/approvals", tags, summary: "What waits for a person, newest first" })
    .input(z.object({ ...pageInput, state: z.enum(["open", "decided"]).optional() }))
    .output(pageOf(approvalSchema)),
  decide: oc
    .route({
      method: "POST",
      path: "/approvals/{id}/decide",
      tags,
      summary: "Approve or reject",
      description: "409 `approval-decided` when somebody was first, or the time is over.",
    })
    .input(
      z.object({
        id: z.string(),
        approved: z.boolean(),
        comment: z.string().max(2000).optional(),
      }),
    )
    .output(approvalSchema),
};
