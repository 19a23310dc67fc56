import { isAddressRange } from "../document/address-ranges.ts";
import { isOrigin, originOf } from "../document/origins.ts";
import { webhookTriggerSchema } from "../document/webhook-trigger.ts";
import { type Finding, finding } from "./finding.ts";
import type { Check } from "./given.ts";

const place = ["trigger", "config"];

/** Who may call a webhook: addresses and origins that mean something, and an alias that is not open to all. */
export const protection: Check = ({ document, alias }) => {
  const { type, config } = document.trigger;
  if (type !== "webhook") return [];
  const { ipAllow, cors } = webhookTriggerSchema.shape;
  const addresses = ipAllow.safeParse(config.ipAllow).data;
  const origins = cors.safeParse(config.cors).data?.origins;
  return [...addressFindings(addresses), ...originFindings(origins ?? []), ...aliasFindings()];

  function aliasFindings(): Finding[] {
    if (!alias || config.auth !== undefined) return [];
    return [finding("alias-without-authentication", [...place, "auth"], { alias })];
  }
};

function addressFindings(entries: readonly string[] | undefined): Finding[] {
  if (entries?.length === 0) return [finding("nobody-may-call", [...place, "ipAllow"])];
  return (entries ?? []).flatMap((address, at) =>
    isAddressRange(address) ? [] : [finding("invalid-address", [...place, "ipAllow", at], { address })],
  );
}

function originFindings(origins: readonly string[]): Finding[] {
  return origins.flatMap((origin, at) => {
    if (isOrigin(origin)) return [];
    const meant = originOf(origin) ?? "https://shop.example";
    return [finding("invalid-origin", [...place, "cors", "origins", at], { origin, meant })];
  });
}
