import {
  defineNode,
  eventTypeSchema,
  fieldHints,
  jsonField,
  shorten,
  textField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

export const emit = defineNode({
  type: "emit",
  version: 1,
  kind: "reach",
  title: { en: "Emit an event", fr: "Émettre un événement" },
  summary: {
    en: "Publishes an event: workflows with an event trigger start, subscribers are told",
    fr: "Publie un événement : les workflows qu’il déclenche démarrent, les abonnés sont prévenus",
  },
  icon: "speakerphone",
  config: z.strictObject({
    type: textField(eventTypeSchema).register(fieldHints, {
      label: { en: "Event type", fr: "Type d’événement" },
      help: {
        en: "A dotted name of small letters, digits and _; 128 characters at most.",
        fr: "Un nom à points, en minuscules, chiffres et _ ; 128 caractères au plus.",
      },
      placeholder: "order.paid",
    }),
    data: jsonField()
      .optional()
      .register(fieldHints, {
        label: { en: "Data", fr: "Données" },
        help: {
          en: "What the event carries: JSON whose texts are templates. Left empty: null.",
          fr: "Ce que porte l’événement : du JSON dont les textes sont des modèles. Vide : null.",
        },
        placeholder: "{}",
        control: "json",
      }),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "none",
  output: z.strictObject({ type: z.string(), data: z.json() }),
  example: {
    config: { type: "order.paid", data: { id: "{{ trigger.order_id }}" } },
    input: { order_id: "A-17" },
  },
  summarize: ({ type }) => shorten(typeof type === "string" ? type : ""),
});
