import { z } from "zod";
import { timeSchema } from "./common.ts";

export const emailSchema = z.email().max(254);
/** Length is what counts (NIST SP 800-63B): no composition rules. */
export const passwordSchema = z.string().min(10).max(1000);

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: z.enum(["owner"]),
  createdAt: timeSchema,
});
export type User = z.infer<typeof userSchema>;

/** `csrf` is sent back in the header `x-sluice-csrf` with every call that changes something. */
export const sessionSchema = z.object({ user: userSchema, csrf: z.string(), expiresAt: timeSchema });
export type Session = z.infer<typeof sessionSchema>;

export const tokenScopes = [
  "*",
  "workflows:read",
  "workflows:write",
  "executions:read",
  "executions:write",
  "credentials:read",
  "credentials:write",
  "events:write",
  "webhooks:read",
  "webhooks:write",
  "alerts:read",
  "alerts:write",
  "metrics:read",
] as const;
export const tokenScopeSchema = z.enum(tokenScopes);

export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(tokenScopeSchema),
  /** The first characters, to tell tokens apart. */
  prefix: z.string(),
  createdAt: timeSchema,
  lastUsedAt: timeSchema.nullable(),
  expiresAt: timeSchema.nullable(),
});
export type Token = z.infer<typeof tokenSchema>;
