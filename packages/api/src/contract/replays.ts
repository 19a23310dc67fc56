import { oc } from "@orpc/contract";
import { z } from "zod";
import { pageInput, pageOf } from "../schemas/common.ts";
import { replaySchema } from "../schemas/replays.ts";

const tags = ["Deliveries"];
const byId = z.object({ id: z.string() });

export const replays = {
  list: oc
    .route({ method: "GET", path: "/replays", tags, summary: "Replays of many deliveries, newest first" })
    .input(z.object(pageInput))
    .output(pageOf(replaySchema)),
  get: oc
    .route({ method: "GET", path: "/replays/{id}", tags, summary: "How far a replay has come" })
    .input(byId)
    .output(replaySchema),
  stop: oc
    .route({
      method: "POST",
      path: "/replays/{id}/stop",
      tags,
      summary: "Stop a replay",
      description: "What was run again stays; the one that is being run now is finished.",
    })
    .input(byId)
    .output(replaySchema),
};
