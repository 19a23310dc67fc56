import { forbiddenNames, portSchema } from "@sluice/workflow/document";
import {
  defineNode,
  fieldHints,
  hasRule,
  type Json,
  type JsonObject,
  rulesSchema,
  shorten,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

/** Ports a case cannot have: the node's own, and the one that `onError: branch` adds to every node. */
const taken: ReadonlySet<string> = new Set(["default", "error", ...forbiddenNames]);

const caseSchema = z.strictObject({
  port: portSchema
    .refine((port) => !taken.has(port), "this name is taken; choose another one")
    .brand<"DynamicPort">()
    .register(fieldHints, {
      label: { en: "Port", fr: "Port" },
      help: {
        en: "Name of the exit, as edges and steps know it: a letter, then letters, digits, _ and -.",
        fr: "Nom de la sortie, tel que les liens et les étapes le connaissent : une lettre, puis lettres, chiffres, _ et -.",
      },
      placeholder: "paid",
      value: "literal",
    }),
  name: z
    .string()
    .max(200)
    .optional()
    .register(fieldHints, {
      label: { en: "Label", fr: "Libellé" },
      help: {
        en: "What the exit is called on the canvas; without it, its port.",
        fr: "Le nom de la sortie sur le canevas ; à défaut, son port.",
      },
      value: "literal",
    }),
  when: rulesSchema.refine(hasRule, "add a rule or an expression").register(fieldHints, {
    label: { en: "When", fr: "Quand" },
    help: {
      en: "The rules or the expression that choose this exit.",
      fr: "Les règles ou l’expression qui choisissent cette sortie.",
    },
    control: "rules",
    value: "rules",
  }),
});

export const switchNode = defineNode({
  type: "switch",
  version: 1,
  kind: "logic",
  title: { en: "Switch", fr: "Aiguillage" },
  summary: {
    en: "Chooses among several exits, each with its own rules",
    fr: "Choisit entre plusieurs sorties, chacune avec ses règles",
  },
  icon: "arrows-split-2",
  config: z.strictObject({
    mode: z
      .enum(["first", "all"])
      .default("first")
      .register(fieldHints, {
        label: { en: "Take", fr: "Prendre" },
        help: {
          en: "The first case that is met, or every case that is met, in parallel.",
          fr: "Le premier cas rempli, ou tous les cas remplis, en parallèle.",
        },
        value: "literal",
        options: {
          first: { en: "the first match", fr: "le premier cas rempli" },
          all: { en: "all matches", fr: "tous les cas remplis" },
        },
      }),
    cases: z
      .array(caseSchema)
      .min(1, "add a case")
      .max(100)
      .refine(
        (cases) => new Set(cases.map(({ port }) => port)).size === cases.length,
        "two cases have the same port; rename one",
      )
      .register(fieldHints, {
        label: { en: "Cases", fr: "Cas" },
        help: {
          en: "Looked at from top to bottom. What meets none leaves by the port default.",
          fr: "Examinés de haut en bas. Ce qui n’en remplit aucun sort par le port default.",
        },
      }),
  }),
  ports: { default: { en: "default", fr: "par défaut" } },
  dynamicPorts: (config) =>
    casesOf(config).flatMap(({ port, name }) =>
      typeof port === "string" && port !== ""
        ? [{ port, label: typeof name === "string" && name !== "" ? name : port }]
        : [],
    ),
  takesSeveral: ({ mode }) => mode === "all",
  effects: "none",
  output: z.strictObject({ matched: z.array(z.string()) }),
  example: {
    config: {
      mode: "first",
      cases: [
        {
          port: "paid",
          name: "Paid",
          when: { all: [{ left: "{{ trigger.status }}", operator: "equals", right: "paid" }] },
        },
        { port: "refunded", name: "Refunded", when: { expression: "trigger.status === 'refunded'" } },
      ],
    },
    input: { status: "refunded" },
  },
  summarize: (config) =>
    shorten(
      casesOf(config)
        .map(({ port, name }) => name || port)
        .filter((label) => typeof label === "string" && label !== "")
        .join(" · "),
    ),
});

/** The cases of a config that may be half filled in. */
function casesOf({ cases }: JsonObject): JsonObject[] {
  return Array.isArray(cases) ? cases.filter(isObject) : [];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
