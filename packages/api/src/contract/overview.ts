import { oc } from "@orpc/contract";
import { overviewSchema } from "../schemas/overview.ts";

export const overview = {
  get: oc
    .route({
      method: "GET",
      path: "/overview",
      tags: ["Overview"],
      summary: "What matters at one look: throughput, failures, slow nodes, what waits, storage",
      description:
        "Bounded, however much is stored: hours that are over are counted once, failures are the newest 1000 of the day, node times come from a sample of its executions. An answer is at most some seconds old.",
    })
    .output(overviewSchema),
};
