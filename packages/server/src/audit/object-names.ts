import type { Stores } from "../stores/open-stores.ts";
import type { ObjectNames } from "./objects.ts";

/** How the objects of acts are called, by kind, as it is stored now. */
export function objectNames(
  stores: Pick<Stores, "workflows" | "credentials" | "subscriptions" | "accounts">,
): ObjectNames {
  return {
    workflow: async (id) => (await stores.workflows.get(id))?.name,
    credential: async (id) => (await stores.credentials.get(id))?.name,
    subscription: async (id) => (await stores.subscriptions.get(id))?.description,
    token: async (id) => (await stores.accounts.tokens.list()).find((token) => token.id === id)?.name,
  };
}
