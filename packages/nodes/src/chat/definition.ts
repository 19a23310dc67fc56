import {
  defineNode,
  fieldHints,
  type JsonObject,
  shorten,
  textField,
  timeLimitField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

export const chatServices = ["slack", "discord", "teams", "mattermost"] as const;
export type ChatService = (typeof chatServices)[number];

const names: Readonly<Record<ChatService, string>> = {
  slack: "Slack",
  discord: "Discord",
  teams: "Microsoft Teams",
  mattermost: "Mattermost",
};

export const chat = defineNode({
  type: "chat",
  version: 1,
  kind: "reach",
  title: { en: "Chat message", fr: "Message de discussion" },
  summary: {
    en: "Posts to a channel of Slack, Discord, Teams or Mattermost",
    fr: "Publie dans un canal Slack, Discord, Teams ou Mattermost",
  },
  icon: "message-circle",
  config: z.strictObject({
    service: z
      .enum(chatServices)
      .default("slack")
      .register(fieldHints, {
        label: { en: "Service", fr: "Service" },
        value: "literal",
        options: Object.fromEntries(chatServices.map((one) => [one, { en: names[one], fr: names[one] }])),
      }),
    webhook: z
      .string()
      .max(4000)
      .regex(/^https?:\/\/\S+$/, "the incoming webhook is an address that begins with https://")
      .register(fieldHints, {
        label: { en: "Incoming webhook", fr: "Webhook entrant" },
        help: {
          en: "The address that the service made for the channel. It is kept like a password: whoever has it can post.",
          fr: "L’adresse que le service a faite pour le canal. Elle est gardée comme un mot de passe : qui l’a peut publier.",
        },
        value: "secret",
      }),
    title: textField(z.string().max(150))
      .optional()
      .register(fieldHints, {
        label: { en: "Title", fr: "Titre" },
        placeholder: "Order {{ trigger.order_id }}",
      }),
    text: textField(z.string().min(1, "write the message").max(200_000)).register(fieldHints, {
      label: { en: "Message", fr: "Message" },
      control: "long-text",
      placeholder: "{{ trigger.customer }} has paid {{ trigger.amount }}.",
    }),
    markup: z
      .boolean()
      .default(false)
      .register(fieldHints, {
        label: {
          en: "The message holds the service’s own markup",
          fr: "Le message contient le balisage du service",
        },
        help: {
          en: "Off: it is shown as it stands, whatever characters inserted values hold.",
          fr: "Désactivé : il s’affiche tel quel, quels que soient les caractères des valeurs insérées.",
        },
        value: "literal",
      }),
    mentions: z
      .boolean()
      .default(false)
      .register(fieldHints, {
        label: { en: "It may call people", fr: "Il peut appeler des gens" },
        help: {
          en: "Off: @channel, @everyone and the like call nobody.",
          fr: "Désactivé : @channel, @everyone et autres n’appellent personne.",
        },
        value: "literal",
        visibleWhen: { field: "markup", in: [true] },
      }),
    tooLong: z
      .enum(["cut", "fail"])
      .default("cut")
      .register(fieldHints, {
        label: { en: "A message that is too long", fr: "Un message trop long" },
        value: "literal",
        options: {
          cut: { en: "is cut", fr: "est coupé" },
          fail: { en: "fails", fr: "échoue" },
        },
      }),
    timeoutSeconds: timeLimitField(),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "outside",
  timesItself: true,
  exampleOutput: () => ({ output: { status: 200, messageId: null, cut: false } }),
  output: z.strictObject({ status: z.int(), messageId: z.string().nullable(), cut: z.boolean() }),
  example: {
    config: {
      service: "slack",
      webhook: { secret: "sec_01JABCDEFGHJKMNPQRSTVWXYZ0" },
      text: "{{ trigger.customer }} has paid {{ trigger.amount }}.",
    },
    input: { customer: "Ada", amount: 21 },
  },
  summarize: (config) => shorten(`${nameOf(config)} · ${typeof config.text === "string" ? config.text : ""}`),
});

function nameOf({ service = "slack" }: JsonObject): string {
  return names[chatServices.find((one) => one === service) ?? "slack"];
}
