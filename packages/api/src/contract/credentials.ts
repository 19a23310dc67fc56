import { oc } from "@orpc/contract";
import { z } from "zod";
import { deleteInput } from "../schemas/common.ts";
import {
  credentialAuthChangeSchema,
  credentialAuthInputSchema,
  credentialInput,
  credentialSchema,
  credentialTestSchema,
} from "../schemas/credentials.ts";

const tags = ["Credentials"];

export const credentials = {
  list: oc
    .route({
      method: "GET",
      path: "/credentials",
      tags,
      summary: "Credentials by name, with who uses them; their secrets never come out",
    })
    .output(
      z.object({
        items: z.array(credentialSchema),
        /** Where providers send people back to: it is registered with them. */
        callbackUrl: z.string(),
      }),
    ),
  create: oc
    .route({ method: "POST", path: "/credentials", tags, successStatus: 201, summary: "Make a credential" })
    .input(z.object({ ...credentialInput, auth: credentialAuthInputSchema }))
    .output(credentialSchema),
  get: oc
    .route({ method: "GET", path: "/credentials/{id}", tags, summary: "One credential" })
    .input(z.object({ id: z.string() }))
    .output(credentialSchema),
  update: oc
    .route({
      method: "PUT",
      path: "/credentials/{id}",
      tags,
      summary: "Change a credential",
      description:
        "A secret that is left out stays as it is. It is needed anew, 400 `invalid-request` otherwise, where the change would send it elsewhere: with another type, another server or port, a weaker encryption, another origin of a provider's URL, or hosts that were not allowed before. Such a change of an OAuth 2.0 credential also ends what was granted.",
    })
    .input(z.object({ id: z.string(), ...credentialInput, auth: credentialAuthChangeSchema }))
    .output(credentialSchema),
  delete: oc
    .route({
      method: "DELETE",
      path: "/credentials/{id}",
      tags,
      successStatus: 204,
      summary: "Delete a credential",
      description:
        "409 `credential-in-use` while a draft or a published version uses it, unless `force` is true.",
    })
    .input(z.object(deleteInput)),
  connect: oc
    .route({
      method: "POST",
      path: "/credentials/{id}/connect",
      tags,
      summary: "Begin to let Sluice in at a provider (OAuth 2.0)",
      description:
        "Answers the provider's address, to be opened in the browser of this session within ten minutes; from there it comes back to `callbackUrl`, once. 409 `credential-not-connectable` for any other kind.",
    })
    .input(z.object({ id: z.string() }))
    .output(z.object({ url: z.string() })),
  disconnect: oc
    .route({
      method: "POST",
      path: "/credentials/{id}/disconnect",
      tags,
      summary: "Forget what a provider has granted (OAuth 2.0)",
      description: "The tokens are deleted here; the provider is not told.",
    })
    .input(z.object({ id: z.string() }))
    .output(credentialSchema),
  test: oc
    .route({
      method: "POST",
      path: "/credentials/{id}/test",
      tags,
      summary: "Send one real request with a credential, or sign in to its server",
      description:
        "The same rules hold as for a node: guarded addresses, and the hosts of the credential. `url` says where a request goes; a credential of a mail server or database needs none.",
    })
    .input(
      z.object({
        id: z.string(),
        url: z.string().min(1).max(16_000).optional(),
        method: z.enum(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
      }),
    )
    .output(credentialTestSchema),
};
