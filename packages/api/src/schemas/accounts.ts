import { z } from "zod";
import { timeSchema } from "./common.ts";
import { roles, tokenScopes } from "./roles.ts";

export { type Role, roles, tokenScopes } from "./roles.ts";

export const emailSchema = z.email().max(254);
/** Length is what counts (NIST SP 800-63B): no composition rules. */
export const passwordSchema = z.string().min(10).max(1000);
export const roleSchema = z.enum(roles);
export const languageSchema = z.enum(["en", "fr"]);

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  /** In which Sluice speaks and writes to them; null: as their browser says. */
  language: languageSchema.nullable(),
  /** False: they come in by single sign-on alone. */
  hasPassword: z.boolean(),
  createdAt: timeSchema,
});
export type User = z.infer<typeof userSchema>;

/** Somebody as the list of people has them. */
export const listedUserSchema = userSchema.extend({
  disabledAt: timeSchema.nullable(),
  /** Their sessions' last call, exact to a minute; null: no session is left. */
  lastSeenAt: timeSchema.nullable(),
});
export type ListedUser = z.infer<typeof listedUserSchema>;

export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  /** The address of whoever invited; null: a token of the command line. */
  invitedBy: z.string().nullable(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;

/**
 * What became of a message with a link: `sent`; `failed`: the mail server did not take it; `no-mail`: no mail server is
 * set. The link works in all three.
 */
export const mailedSchema = z.enum(["sent", "failed", "no-mail"]);

/** `csrf` is sent back in the header `x-sluice-csrf` with every call that changes something. */
export const sessionSchema = z.object({ user: userSchema, csrf: z.string(), expiresAt: timeSchema });
export type Session = z.infer<typeof sessionSchema>;

/** A session as its list has it. */
export const openSessionSchema = z.object({
  id: z.string(),
  /** The one that asks. */
  current: z.boolean(),
  /** Names of browser and system, as far as the browser tells them. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  /** The network address of the last call. */
  address: z.string(),
  createdAt: timeSchema,
  /** Exact to a minute. */
  lastSeenAt: timeSchema,
  expiresAt: timeSchema,
});
export type OpenSession = z.infer<typeof openSessionSchema>;

export const tokenScopeSchema = z.enum(tokenScopes);

export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(tokenScopeSchema),
  /** The first characters, to tell tokens apart. */
  prefix: z.string(),
  /** Whose it is: it never may more than they may now. Null: made on the command line. */
  owner: z.object({ id: z.string(), email: z.string() }).nullable(),
  createdAt: timeSchema,
  lastUsedAt: timeSchema.nullable(),
  expiresAt: timeSchema.nullable(),
});
export type Token = z.infer<typeof tokenSchema>;
