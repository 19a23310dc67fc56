import { forbiddenNames } from "@sluice/workflow/document";
import {
  defineNode,
  fieldHints,
  type Json,
  jsonField,
  schemaOfTree,
  shorten,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

const nameSchema = z
  .string()
  .min(1, "a field needs a name")
  .max(200)
  .refine((name) => !forbiddenNames.has(name), "this name means something to JavaScript; choose another one");

export const set = defineNode({
  type: "set",
  version: 1,
  kind: "data",
  title: { en: "Set fields", fr: "Définir des champs" },
  summary: {
    en: "Builds an object from named values",
    fr: "Construit un objet à partir de valeurs nommées",
  },
  icon: "braces",
  config: z.strictObject({
    fields: z.record(nameSchema, jsonField()).register(fieldHints, {
      label: { en: "Fields", fr: "Champs" },
      help: {
        en: "Name and value of each field. A value is text, a template, or JSON whose texts are templates.",
        fr: "Nom et valeur de chaque champ. Une valeur est un texte, un modèle, ou du JSON dont les textes sont des modèles.",
      },
      placeholder: "{{ trigger.amount * 2 }}",
      control: "map",
    }),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "none",
  output: z.record(z.string(), z.json()),
  // All fields may come from one template.
  outputOf: ({ fields = {} }) => (isObject(fields) ? schemaOfTree(fields) : z.record(z.string(), z.json())),
  example: {
    config: {
      fields: {
        total: "{{ trigger.amount * 2 }}",
        label: "Order {{ trigger.order_id }}",
        customer: { name: "{{ trigger.name }}", tags: ["new"] },
      },
    },
    input: { amount: 21, order_id: "A-17", name: "Ada" },
  },
  summarize: ({ fields }) => shorten(isObject(fields) ? Object.keys(fields).join(", ") : ""),
});

function isObject(value: Json | undefined): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
