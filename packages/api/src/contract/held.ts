import { oc } from "@orpc/contract";
import { z } from "zod";

const tags = ["Workflows"];
const which = {
  id: z.string(),
  /** Left out: all that are held now. */
  deliveryIds: z.array(z.string().max(64)).min(1).max(100).optional(),
};

export const held = {
  run: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/held/run",
      tags,
      summary: "Run what came while the workflow was paused",
      description:
        "These at once, or all in the order of their arrival, in the background. Each runs once. 409 `still-paused`, `delivery-not-held`; 404 `trigger-not-webhook`. One of these that cannot be read stays held, the others run, and the answer says why.",
    })
    .input(
      z.object({
        ...which,
        /** Of all: how many a minute; left out: as fast as it goes. */
        perMinute: z.int().min(1).max(60_000).optional(),
      }),
    )
    .output(z.object({ count: z.int() })),
  discard: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/held/discard",
      tags,
      summary: "Let go of what came while the workflow was paused",
      description: "They stay to be read, with the reason, and are never run.",
    })
    .input(z.object({ ...which, reason: z.string().trim().min(1).max(500) }))
    .output(z.object({ count: z.int() })),
};
