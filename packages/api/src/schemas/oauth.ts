import { z } from "zod";
import { plainText, timeSchema } from "./common.ts";

/** How an access token is come by: a person lets Sluice in at the provider's page, or Sluice asks in its own name. */
export const oauthGrants = ["authorization-code", "client-credentials"] as const;
export type OAuthGrant = (typeof oauthGrants)[number];

/** How Sluice shows its client secret (RFC 6749, 2.3.1): as Basic, in the body, or it has none. */
export const oauthClientAuths = ["basic", "post", "none"] as const;
export type OAuthClientAuth = (typeof oauthClientAuths)[number];

/**
 * An address of a provider. What is sent there are secrets, so that it begins with https://; names without a dot and
 * addresses written out are the own network's, where http:// is taken.
 */
export function isProviderUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "" || url.hash !== "") return false;
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && /^(\[.*\]|[\d.]+|[^.]+)$/.test(url.hostname);
}

const addressRule = "the address of a provider is https://…, without user and password";
const providerUrl = z.string().trim().max(2000).refine(isProviderUrl, addressRule);

/** Empty where there is none; null and nothing at all say the same. */
const maybeProviderUrl = z
  .preprocess(
    (value: string | null | undefined) => value ?? "",
    z
      .string()
      .trim()
      .max(2000)
      .refine((text) => text === "" || isProviderUrl(text), addressRule),
  )
  .default("");

export const oauthParts = {
  type: z.literal("oauth2"),
  grant: z.enum(oauthGrants),
  /** Where people let Sluice in; empty for client credentials. */
  authorizationUrl: maybeProviderUrl,
  tokenUrl: providerUrl,
  /** Answers who an account belongs to; empty: nobody is asked. */
  userUrl: maybeProviderUrl,
  clientId: plainText(1000).min(1),
  clientAuth: z.enum(oauthClientAuths).default("basic"),
  /** Separated by spaces. */
  scope: plainText(4000).default(""),
  /** Sent along when access is asked for: `access_type=offline`, `audience=…`. */
  parameters: z
    .array(z.object({ name: plainText(200).min(1), value: plainText(2000) }))
    .max(20)
    .default([]),
};

export const oauthClientSecret = plainText(10_000);

/** Why these parts do not go together; undefined: they do. */
export function oauthProblem(auth: {
  readonly grant: OAuthGrant;
  readonly authorizationUrl: string;
  readonly clientAuth: OAuthClientAuth;
  readonly clientSecret?: string | undefined;
}): { path: string[]; message: string } | undefined {
  if (auth.grant === "authorization-code" && auth.authorizationUrl === "") {
    return { path: ["authorizationUrl"], message: "say where people let Sluice in" };
  }
  if (auth.clientAuth !== "none" && auth.clientSecret === "") {
    return { path: ["clientSecret"], message: "a client that proves itself has a secret" };
  }
  return undefined;
}

/** How a credential that renews itself stands. */
export const oauthStatusSchema = z.object({
  /**
   * `unconnected`: nobody has let Sluice in, or no token was needed yet. `connected`: there is a token, or one can be had.
   * `expired`: the token is over and cannot be renewed. `broken`: the provider will not renew it: connect again.
   */
  state: z.enum(["unconnected", "connected", "expired", "broken"]),
  /** Whose account it is, as the provider calls it. */
  connectedAs: z.string().nullable(),
  /** What was granted; null: what was asked for. */
  scope: z.string().nullable(),
  connectedAt: timeSchema.nullable(),
  renewedAt: timeSchema.nullable(),
  /** When the token that is in use ends. */
  expiresAt: timeSchema.nullable(),
  /** A new one can be had without a person. */
  renewable: z.boolean(),
  /** The last failure since the last success, in the provider's words. */
  error: z.object({ code: z.string(), message: z.string(), at: timeSchema }).nullable(),
});
export type OAuthStatus = z.infer<typeof oauthStatusSchema>;
