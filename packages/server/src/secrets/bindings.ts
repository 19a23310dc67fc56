import type { SecretOwner } from "./secret-reader.ts";

/*
 * What an encrypted value is bound to: in any other place it does not open. Changing one of these makes all that is stored
 * unreadable.
 */

export function secretBinding(id: string, { workflowId, node, field }: SecretOwner): readonly string[] {
  return [id, workflowId, node, field];
}

/** Also of subscriptions, whose type is `subscription`, and of a credential's tokens, whose type is `oauthTokens`. */
export function credentialBinding({ id, type }: { id: string; type: string }): readonly string[] {
  return ["credential", id, type];
}

/** Tells the tokens that a provider has granted to a credential from what the credential itself holds. */
export const oauthTokens = "oauth2-tokens";
