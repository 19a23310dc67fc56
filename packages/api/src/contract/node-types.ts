import { oc } from "@orpc/contract";
import { z } from "zod";
import { nodeTypeSchema } from "../schemas/node-types.ts";

export const nodeTypes = {
  list: oc
    .route({ method: "GET", path: "/node-types", tags: ["Node types"], summary: "What can be drawn" })
    .output(z.object({ items: z.array(nodeTypeSchema) })),
};
