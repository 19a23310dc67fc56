import { oc } from "@orpc/contract";
import { z } from "zod";

/** For filling lists of addresses: what an address list of a trigger would be asked about this caller. */
export const ownAddress = {
  get: oc
    .route({
      method: "GET",
      path: "/own-address",
      tags: ["Workflows"],
      summary: "The address that this call comes from, as Sluice sees it",
    })
    .output(
      z.object({
        address: z.string(),
        /**
         * `trusted`: it came through a proxy whose word counts. `untrusted`: something says to have forwarded it, and is
         * not among `SLUICE_TRUSTED_PROXIES`, so that every sender behind it has this same address.
         */
        proxy: z.enum(["none", "trusted", "untrusted"]),
      }),
    ),
};
