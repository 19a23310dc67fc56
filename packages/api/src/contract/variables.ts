import { oc } from "@orpc/contract";
import { parseRequestSchema, parseResultSchema } from "@sluice/workflow/variables";

export const variables = {
  parse: oc
    .route({
      method: "POST",
      path: "/variables/parse",
      tags: ["Variables"],
      summary: "List the variables of pasted examples",
    })
    .input(parseRequestSchema)
    .output(parseResultSchema),
};
