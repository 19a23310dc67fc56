import { oc } from "@orpc/contract";
import { z } from "zod";
import {
  emailSchema,
  languageSchema,
  openSessionSchema,
  passwordSchema,
  sessionSchema,
  tokenSchema,
  tokenScopeSchema,
  userSchema,
} from "../schemas/accounts.ts";
import { givenTimeSchema } from "../schemas/common.ts";
import { settingsSchema } from "../schemas/settings.ts";

const tags = ["Accounts"];
/** A secret of a link, as it stands in the link. */
const linkToken = z.string().max(200);

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
        token: linkToken,
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
  ways: oc.route({ method: "GET", path: "/session/ways", tags, summary: "How one may sign in here" }).output(
    z.object({
      /** A link for a new password can be sent by mail. */
      resetByMail: z.boolean(),
      /** Single sign-on begins at `/oidc/sign-in`. */
      oidc: z.boolean(),
    }),
  ),
};

export const sessions = {
  list: oc
    .route({
      method: "GET",
      path: "/sessions",
      tags,
      summary: "Open sessions",
      description: "Your own; an owner may ask for those of anybody.",
    })
    .input(z.object({ userId: z.string().max(64).optional() }))
    .output(z.object({ items: z.array(openSessionSchema) })),
  delete: oc
    .route({ method: "DELETE", path: "/sessions/{id}", tags, successStatus: 204, summary: "End a session" })
    .input(z.object({ id: z.string() })),
  deleteOthers: oc.route({
    method: "DELETE",
    path: "/sessions",
    tags,
    successStatus: 204,
    summary: "End all of your sessions but this one",
  }),
};

export const account = {
  change: oc
    .route({ method: "PATCH", path: "/account", tags, summary: "Change your own account" })
    .input(z.strictObject({ language: languageSchema.nullable() }))
    .output(userSchema),
  changePassword: oc
    .route({
      method: "PUT",
      path: "/account/password",
      tags,
      successStatus: 204,
      summary: "Change your own password",
      description: "Ends all of your other sessions.",
    })
    .input(z.strictObject({ current: z.string().max(1000), password: passwordSchema })),
};

export const passwordResets = {
  create: oc
    .route({
      method: "POST",
      path: "/password-resets",
      tags,
      successStatus: 202,
      summary: "Have a link for a new password sent",
      description: "The answer is the same whether there is such an account or not.",
    })
    .input(z.strictObject({ email: z.string().max(254) })),
  finish: oc
    .route({
      method: "POST",
      path: "/password-resets/finish",
      tags,
      successStatus: 204,
      summary: "Set a new password with the link that was sent",
      description: "The link works once, for an hour. Ends all sessions of the account.",
    })
    .input(z.strictObject({ token: linkToken, password: passwordSchema })),
};

export const tokens = {
  list: oc
    .route({
      method: "GET",
      path: "/tokens",
      tags,
      summary: "API tokens",
      description: "Your own; an owner sees those of everybody.",
    })
    .output(z.object({ items: z.array(tokenSchema) })),
  create: oc
    .route({
      method: "POST",
      path: "/tokens",
      tags,
      successStatus: 201,
      summary: "Make an API token",
      description: "It belongs to who makes it, and never may more than they may.",
    })
    .input(
      z.object({
        name: z.string().min(1).max(100),
        scopes: z.array(tokenScopeSchema).min(1),
        expiresAt: givenTimeSchema.nullable().optional(),
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
