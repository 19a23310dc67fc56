import { type SignaturePreset, signaturePresets } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import {
  IconAdjustments,
  IconBox,
  IconBroadcast,
  IconCashBanknote,
  IconCertificate,
  IconCreditCard,
  IconGitBranch,
  IconGitMerge,
  IconKey,
  IconLock,
  IconMessage,
  IconPhone,
  IconQuestionMark,
  IconShoppingBag,
  IconSignature,
  IconTicket,
  IconWebhook,
  type TablerIcon,
} from "@tabler/icons-react";
import type { DraftMethod } from "../../document/sender-config.ts";

/** A way to prove who calls, as it is offered: a kind of key, or a provider's signature. */
export type MethodChoice = "basic" | "apiKey" | "bearer" | "jwt" | SignaturePreset;

export const keyChoices = ["basic", "apiKey", "bearer", "jwt"] as const;
/** The open standard first, what every provider may need last. */
export const signatureChoices = signaturePresets;

export const choiceIcons: Readonly<Record<MethodChoice | "unknown", TablerIcon>> = {
  basic: IconLock,
  apiKey: IconKey,
  bearer: IconTicket,
  jwt: IconCertificate,
  "standard-webhooks": IconWebhook,
  github: IconGitBranch,
  stripe: IconCreditCard,
  shopify: IconShoppingBag,
  slack: IconMessage,
  twilio: IconPhone,
  "gitlab-token": IconGitMerge,
  paddle: IconCashBanknote,
  "products-manager": IconBox,
  alforis: IconBroadcast,
  generic: IconSignature,
  custom: IconAdjustments,
  unknown: IconQuestionMark,
};

export function choiceOf(method: DraftMethod): MethodChoice | "unknown" {
  return method.type === "signature" ? method.preset : method.type;
}

/** The document's entry for a method that was just chosen; its secrets are still to come. */
export function newEntry(choice: MethodChoice): JsonObject {
  switch (choice) {
    case "basic":
      return { type: "basic", username: "", password: {} };
    case "apiKey":
      return { type: "apiKey", in: "header", parameter: "x-api-key", key: {} };
    case "bearer":
      return { type: "bearer", token: {} };
    case "jwt":
      return { type: "jwt", algorithms: ["RS256"], jwksUrl: "" };
    case "custom":
      return { type: "signature", preset: "custom", scheme: newScheme, secrets: [{ value: {} }] };
    default:
      return { type: "signature", preset: choice, secrets: [{ value: {} }] };
  }
}

/** What a scheme of one's own begins with: the commonest of all. */
const newScheme: JsonObject = {
  header: "x-signature",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "sha256=",
  signed: "{body}",
};
