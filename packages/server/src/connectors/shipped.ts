import { readFile } from "node:fs/promises";
import type { shippedKeys } from "@sluice/api/schemas";

export type ShippedKey = (typeof shippedKeys)[number];

/** Connectors that come with Sluice, with what is said of them before they are read. A test holds it against the documents. */
export const shipped: Readonly<Record<ShippedKey, { readonly name: string; readonly baseUrl: string }>> = {
  hubspot: { name: "HubSpot", baseUrl: "https://api.hubapi.com" },
  salesforce: {
    name: "Salesforce",
    baseUrl: "https://your-domain.my.salesforce.com/services/data/v62.0",
  },
  slack: { name: "Slack", baseUrl: "https://slack.com/api" },
  stripe: { name: "Stripe", baseUrl: "https://api.stripe.com" },
};

const folder = new URL("./shipped/", import.meta.url);

/** The OpenAPI document of one. */
export function shippedText(key: ShippedKey): Promise<string> {
  return readFile(new URL(`${key}.yaml`, folder), "utf8");
}
