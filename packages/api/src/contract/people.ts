import { oc } from "@orpc/contract";
import { z } from "zod";
import {
  emailSchema,
  invitationSchema,
  languageSchema,
  listedUserSchema,
  mailedSchema,
  passwordSchema,
  roleSchema,
  sessionSchema,
} from "../schemas/accounts.ts";

const tags = ["People"];
const byId = { id: z.string() };
/** In which the message is written; left out: English. */
const language = languageSchema.optional();
const token = z.string().max(200);

export const users = {
  list: oc
    .route({ method: "GET", path: "/users", tags, summary: "People with an account" })
    .output(z.object({ items: z.array(listedUserSchema) })),
  change: oc
    .route({
      method: "PATCH",
      path: "/users/{id}",
      tags,
      summary: "Change somebody's role, disable or enable them",
      description:
        "Takes effect with their next call; disabling ends their sessions. The last owner stays one.",
    })
    .input(z.strictObject({ ...byId, role: roleSchema.optional(), disabled: z.boolean().optional() }))
    .output(listedUserSchema),
  remove: oc
    .route({
      method: "DELETE",
      path: "/users/{id}",
      tags,
      successStatus: 204,
      summary: "Remove somebody",
      description: "Ends their sessions and tokens. What they did stays.",
    })
    .input(z.object(byId)),
  resetPassword: oc
    .route({
      method: "POST",
      path: "/users/{id}/password-reset",
      tags,
      successStatus: 201,
      summary: "Make a link with which somebody sets a new password",
      description: "It works once, for an hour, and is shown this once. Their password is good until then.",
    })
    .input(z.strictObject(byId))
    .output(z.object({ link: z.string() })),
};

export const invitations = {
  list: oc
    .route({ method: "GET", path: "/invitations", tags, summary: "People who are invited" })
    .output(z.object({ items: z.array(invitationSchema) })),
  create: oc
    .route({
      method: "POST",
      path: "/invitations",
      tags,
      successStatus: 201,
      summary: "Invite somebody",
      description:
        "Answers the link, once: it works once, for seven days. It is sent by mail too where a mail server is set. Inviting an address again replaces its invitation.",
    })
    .input(z.strictObject({ email: emailSchema, role: roleSchema, language }))
    .output(invitationSchema.extend({ link: z.string(), mailed: mailedSchema })),
  withdraw: oc
    .route({
      method: "DELETE",
      path: "/invitations/{id}",
      tags,
      successStatus: 204,
      summary: "Withdraw an invitation",
    })
    .input(z.object(byId)),
  read: oc
    .route({
      method: "POST",
      path: "/invitations/read",
      tags,
      summary: "Whom an invitation's link is for",
      description: "A POST, so that the link's secret stands in no log of addresses.",
    })
    .input(z.strictObject({ token }))
    .output(invitationSchema.pick({ email: true, role: true, expiresAt: true })),
  accept: oc
    .route({
      method: "POST",
      path: "/invitations/accept",
      tags,
      successStatus: 201,
      summary: "Make the account that an invitation is for, and sign in",
    })
    .input(z.strictObject({ token, password: passwordSchema, language }))
    .output(sessionSchema),
};
