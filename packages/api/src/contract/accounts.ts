import { oc } from "@orpc/contract";
import { z } from "zod";
import {
  emailSchema,
  passwordSchema,
  sessionSchema,
  tokenSchema,
  tokenScopeSchema,
} from "../schemas/accounts.ts";
import { settingsSchema } from "../schemas/settings.ts";

const tags = ["Accounts"];

export const setup = {
  state: oc
    .route({ method: "GET", path: "/setup", tags, summary: "Whether the first account is still to be made" })
    .output(
      z.object({
        needed: z.boolean(),
        /** Of people who have chosen none; null: their browser's. */
        language: settingsSchema.shape.language,
      }),
    ),
  create: oc
    .route({
      method: "POST",
      path: "/setup",
      tags,
      successStatus: 201,
      summary: "Make the first account, once",
    })
    .input(
      z.object({
        /** From the setup link that the server prints. */
        token: z.string().max(200),
        email: emailSchema,
        password: passwordSchema,
      }),
    )
    .output(sessionSchema),
};

export const session = {
  get: oc.route({ method: "GET", path: "/session", tags, summary: "Who is signed in" }).output(sessionSchema),
  create: oc
    .route({ method: "POST", path: "/session", tags, successStatus: 201, summary: "Sign in" })
    .input(z.object({ email: z.string().max(254), password: z.string().max(1000) }))
    .output(sessionSchema),
  delete: oc.route({ method: "DELETE", path: "/session", tags, successStatus: 204, summary: "Sign out" }),
};

export const tokens = {
  list: oc
    .route({ method: "GET", path: "/tokens", tags, summary: "API tokens" })
    .output(z.object({ items: z.array(tokenSchema) })),
  create: oc
    .route({ method: "POST", path: "/tokens", tags, successStatus: 201, summary: "Make an API token" })
    .input(
      z.object({
        name: z.string().min(1).max(100),
        scopes: z.array(tokenScopeSchema).min(1),
        expiresAt: z.iso.datetime().nullable().optional(),
      }),
    )
    .output(tokenSchema.extend({ /** Shown this once; only its hash is kept. */ token: z.string() })),
  delete: oc
    .route({
      method: "DELETE",
      path: "/tokens/{id}",
      tags,
      successStatus: 204,
      summary: "Revoke an API token",
    })
    .input(z.object({ id: z.string() })),
};
