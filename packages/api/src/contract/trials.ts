import { oc } from "@orpc/contract";
import { z } from "zod";
import { trialInputSchema, trialSchema } from "../schemas/trials.ts";

export const trials = {
  run: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/try",
      tags: ["Workflows"],
      summary: "Try one node of the draft, or everything up to it, in memory",
      description:
        "Nothing is stored, published or called. A node that reaches outside answers from its pin or from the execution; only those named in `outside` really do it.",
    })
    .input(trialInputSchema.extend({ id: z.string() }))
    .output(trialSchema),
};
