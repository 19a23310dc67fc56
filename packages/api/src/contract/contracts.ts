import { oc } from "@orpc/contract";
import { z } from "zod";
import { driftSchema } from "../schemas/contracts.ts";

const tags = ["Workflows"];
const byId = z.object({ id: z.string() });

export const contracts = {
  docs: oc
    .route({
      method: "GET",
      path: "/workflows/{id}/docs",
      tags,
      summary: "What senders are told of the draft's trigger",
      description: "The page and the OpenAPI 3.1 document, also where they are not public.",
    })
    .input(byId.extend({ language: z.enum(["en", "fr"]).optional() }))
    .output(z.object({ html: z.string(), openapi: z.record(z.string(), z.json()) })),
  drift: oc
    .route({
      method: "GET",
      path: "/workflows/{id}/drift",
      tags,
      summary: "Where real requests differ from what the draft's trigger knows",
      description:
        "New fields, other types, missing fields, the last seen first; what the draft has learned is left out.",
    })
    .input(byId)
    .output(z.object({ items: z.array(driftSchema) })),
  forgetDrift: oc
    .route({
      method: "DELETE",
      path: "/workflows/{id}/drift",
      tags,
      successStatus: 204,
      summary: "Forget what differed; what comes again is noticed anew",
    })
    .input(byId),
};
