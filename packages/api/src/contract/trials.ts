import { oc } from "@orpc/contract";
import { z } from "zod";
import { trialInputSchema, trialSchema } from "../schemas/trials.ts";

export const trials = {
  run: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/try",
      tags: ["Workflows"],
      summary: "Try one node of the draft, everything up to it, or the whole draft, in memory",
      description:
        "Nothing is stored, published or called. A node that reaches outside or waits for somebody answers from its pin or from the execution, in a trial of the whole draft (no `node`) also from the last executions or an example; only those named in `outside` really do it. `used` says of each step where its output came from, `needs` which steps have nothing to answer: pin an output on them.",
    })
    .input(trialInputSchema.extend({ id: z.string() }))
    .output(trialSchema),
};
