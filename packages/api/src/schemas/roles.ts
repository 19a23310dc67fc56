/** What a person may do, from most to least. */
export const roles = ["owner", "editor", "operator", "viewer"] as const;
export type Role = (typeof roles)[number];

/** What a call may need, and what an API token may be given. `*` is everything. */
export const tokenScopes = [
  "*",
  "workflows:read",
  "workflows:pause",
  "workflows:write",
  "executions:read",
  "executions:write",
  "credentials:read",
  "credentials:write",
  "events:write",
  "webhooks:read",
  "webhooks:resend",
  "webhooks:write",
  "alerts:read",
  "alerts:write",
  "metrics:read",
  "audit:read",
] as const;
export type TokenScope = (typeof tokenScopes)[number];

const looking = [
  "workflows:read",
  "executions:read",
  "credentials:read",
  "webhooks:read",
  "alerts:read",
  "metrics:read",
] as const satisfies readonly TokenScope[];

/**
 * What each role may do. What only `*` covers (people, settings) is the owner's, and so are webhooks out: one sends what
 * happens in every workflow to whoever is named in it.
 */
export const roleScopes: Readonly<Record<Role, readonly TokenScope[]>> = {
  owner: ["*"],
  editor: [
    ...looking,
    "workflows:write",
    "executions:write",
    "credentials:write",
    "events:write",
    "webhooks:resend",
    "alerts:write",
  ],
  operator: [...looking, "workflows:pause", "executions:write", "webhooks:resend"],
  viewer: looking,
};

/** Whether somebody with these scopes may do what asks for `wanted`. Writing includes all else of its noun. */
export function covers(scopes: readonly TokenScope[], wanted: TokenScope): boolean {
  if (scopes.includes("*") || scopes.includes(wanted)) return true;
  const [noun] = wanted.split(":");
  return scopes.some((scope) => scope === `${noun}:write`);
}
