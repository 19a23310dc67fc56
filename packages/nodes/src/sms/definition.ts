import {
  credentialFieldSchema,
  defineNode,
  fieldHints,
  shorten,
  textField,
  timeLimitField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

/** E.164: a plus and up to fifteen digits. (What is empty is missing, and said so.) */
const phone = /^$|^\+[1-9]\d{4,14}$/;

export const sms = defineNode({
  type: "sms",
  version: 1,
  kind: "reach",
  title: { en: "SMS", fr: "SMS" },
  summary: {
    en: "Sends a text message through Twilio, or a service that speaks its protocol",
    fr: "Envoie un SMS par Twilio ou un service qui parle son protocole",
  },
  icon: "device-mobile-message",
  config: z.strictObject({
    credential: credentialFieldSchema.clone().register(fieldHints, {
      label: { en: "Credential", fr: "Identifiants" },
      help: {
        en: "User and password: the account’s SID and its token, or an API key and its secret.",
        fr: "Nom et mot de passe : le SID du compte et son jeton, ou une clé d’API et son secret.",
      },
      value: "credential",
      accepts: ["basic"],
    }),
    account: z
      .string()
      .min(1, "name the account")
      .regex(/^[A-Za-z0-9_-]{0,64}$/, "an account is a SID such as AC followed by 32 digits and letters")
      .register(fieldHints, {
        label: { en: "Account", fr: "Compte" },
        placeholder: "AC0123456789abcdef0123456789abcdef",
        value: "literal",
      }),
    from: textField(z.string().min(1, "say who sends it").max(34)).register(fieldHints, {
      label: { en: "From", fr: "De" },
      help: {
        en: "A number of yours (+…), a sender’s name, or the SID of a messaging service (MG…).",
        fr: "Un numéro à vous (+…), un nom d’expéditeur, ou le SID d’un service de messagerie (MG…).",
      },
      placeholder: "+15550100",
    }),
    to: textField(
      z.string().min(1, "give a number").regex(phone, "give a number with its country: +15550100"),
    ).register(fieldHints, {
      label: { en: "To", fr: "À" },
      help: {
        en: "One number with its country, without spaces.",
        fr: "Un seul numéro avec son pays, sans espaces.",
      },
      placeholder: "{{ trigger.phone }}",
    }),
    text: textField(z.string().min(1, "write the message").max(1600)).register(fieldHints, {
      label: { en: "Message", fr: "Message" },
      help: {
        en: "1,600 characters at most; it is billed in parts of 160, or 70 with signs outside of GSM.",
        fr: "1 600 caractères au plus ; facturé par parties de 160, ou de 70 avec des signes hors GSM.",
      },
      control: "long-text",
      placeholder: "Your order {{ trigger.order_id }} is on its way.",
    }),
    baseUrl: textField(z.string().max(2000))
      .default("https://api.twilio.com")
      .register(fieldHints, {
        label: { en: "Base URL", fr: "URL de base" },
        placeholder: "https://api.twilio.com",
        escape: "url",
      }),
    timeoutSeconds: timeLimitField(),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "outside",
  timesItself: true,
  exampleOutput: () => ({ output: { id: "SM00000000000000000000000000000000", status: "queued", parts: 1 } }),
  output: z.strictObject({ id: z.string(), status: z.string(), parts: z.int().nullable() }),
  example: {
    config: {
      credential: { credential: "cred_01JABCDEFGHJKMNPQRSTVWXYZ0" },
      account: "AC0123456789abcdef0123456789abcdef",
      from: "+15550100",
      to: "{{ trigger.phone }}",
      text: "Your order {{ trigger.order_id }} is on its way.",
    },
    input: { phone: "+15550199", order_id: "A-17" },
  },
  summarize: ({ to, text }) =>
    shorten([to, text].map((one) => (typeof one === "string" ? one : "")).join(" · ")),
});
