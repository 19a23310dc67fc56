import {
  defineNode,
  fieldHints,
  hasRule,
  type JsonObject,
  jsonField,
  numberField,
  rulesSchema,
  shorten,
  summarizeRules,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

/** Most iterations that a limit may allow. */
export const mostIterations = 1_000_000;

export const loop = defineNode({
  type: "loop",
  version: 1,
  kind: "logic",
  title: { en: "Loop", fr: "Boucle" },
  summary: {
    en: "Runs the nodes inside it for each item, a number of times, or while rules are met",
    fr: "Exécute les nœuds qu’elle contient pour chaque élément, un nombre de fois, ou tant que des règles sont remplies",
  },
  icon: "repeat",
  config: z
    .strictObject({
      over: z
        .enum(["items", "count", "while"])
        .default("items")
        .register(fieldHints, {
          label: { en: "Repeat", fr: "Répéter" },
          help: {
            en: "For each item of a list, a number of times, or while rules are met.",
            fr: "Pour chaque élément d’une liste, un nombre de fois, ou tant que des règles sont remplies.",
          },
          value: "literal",
          options: {
            items: { en: "for each item", fr: "pour chaque élément" },
            count: { en: "a number of times", fr: "un nombre de fois" },
            while: { en: "while rules are met", fr: "tant que des règles sont remplies" },
          },
        }),
      items: jsonField()
        .optional()
        .register(fieldHints, {
          label: { en: "Items", fr: "Éléments" },
          help: {
            en: "A list: usually a template that gives one. Inside, item is the element and index its position from 0.",
            fr: "Une liste, le plus souvent un modèle qui en donne une. À l’intérieur, item est l’élément et index sa position à partir de 0.",
          },
          placeholder: "{{ trigger.items }}",
          control: "json",
          visibleWhen: { field: "over", in: ["items"] },
        }),
      count: numberField(z.int().min(0).max(mostIterations))
        .optional()
        .register(fieldHints, {
          label: { en: "Times", fr: "Fois" },
          help: {
            en: "How many times. Inside, index counts from 0.",
            fr: "Combien de fois. À l’intérieur, index compte à partir de 0.",
          },
          placeholder: "3",
          control: "number",
          visibleWhen: { field: "over", in: ["count"] },
        }),
      while: rulesSchema.optional().register(fieldHints, {
        label: { en: "While", fr: "Tant que" },
        help: {
          en: "Asked before each iteration. item is the output of the iteration before (null at first), index the next number.",
          fr: "Demandé avant chaque tour. item est la sortie du tour précédent (null au début), index le prochain numéro.",
        },
        control: "rules",
        value: "rules",
        visibleWhen: { field: "over", in: ["while"] },
      }),
      concurrency: numberField(z.int().min(1).max(1000))
        .default(1)
        .register(fieldHints, {
          label: { en: "At the same time", fr: "En même temps" },
          help: {
            en: "Iterations that may go on together, 1 to 1,000. 1: one after another, in order.",
            fr: "Les tours qui peuvent avancer ensemble, de 1 à 1 000. 1 : l’un après l’autre, dans l’ordre.",
          },
          control: "number",
          visibleWhen: { field: "over", in: ["items", "count"] },
        }),
      onItemError: z
        .enum(["stop", "break", "skip"])
        .default("stop")
        .register(fieldHints, {
          label: { en: "When an iteration fails", fr: "Quand un tour échoue" },
          help: {
            en: "The loop fails with it, ends with what there is, or leaves this iteration out and goes on.",
            fr: "La boucle échoue avec lui, se termine avec ce qu’il y a, ou laisse ce tour de côté et continue.",
          },
          value: "literal",
          options: {
            stop: { en: "the loop fails", fr: "la boucle échoue" },
            break: { en: "end the loop, keep what there is", fr: "terminer la boucle, garder ce qu’il y a" },
            skip: { en: "leave it out, go on", fr: "le laisser de côté, continuer" },
          },
        }),
      limit: numberField(z.int().min(1).max(mostIterations))
        .default(10_000)
        .register(fieldHints, {
          label: { en: "Limit", fr: "Limite" },
          help: {
            en: "More iterations than this fail the loop: a guard against one that never ends. At most 1,000,000.",
            fr: "Au-delà de ce nombre de tours, la boucle échoue : un garde-fou contre une boucle sans fin. 1 000 000 au plus.",
          },
          control: "number",
        }),
    })
    .superRefine((config, context) => {
      const missing = (path: string, message: string) =>
        context.addIssue({ code: "custom", path: [path], message });
      if (config.over === "items" && config.items === undefined)
        missing("items", "choose the list to go through");
      if (config.over === "count" && config.count === undefined) missing("count", "say how many times");
      if (config.over === "while" && !(config.while && hasRule(config.while)))
        missing("while", "add a rule or an expression");
    }),
  container: { repeats: true },
  ports: { out: { en: "out", fr: "suite" } },
  effects: "none",
  output: z.strictObject({
    results: z.array(z.json()),
    count: z.int(),
    errors: z.array(
      z.strictObject({ index: z.int(), code: z.string(), message: z.string(), node: z.string() }),
    ),
  }),
  example: {
    config: { over: "items", items: "{{ trigger.items }}", concurrency: 5, onItemError: "skip" },
    input: { items: [{ sku: "x" }, { sku: "y" }] },
  },
  summarize: (config, language) => summary(config, language),
});

function summary({ over = "items", items, count, while: rules }: JsonObject, language: "en" | "fr"): string {
  const words = {
    each: { en: "each of", fr: "chaque élément de" },
    times: { en: "times", fr: "fois" },
    while: { en: "while", fr: "tant que" },
    fixed: { en: "a fixed list", fr: "une liste fixe" },
  };
  if (over === "count") return shorten(`${plainText(count)} ${words.times[language]}`);
  if (over === "while") return shorten(`${words.while[language]} ${summarizeRules(rules)}`);
  if (items === undefined || items === "") return `${words.each[language]} ?`;
  const list = typeof items === "string" ? items : words.fixed[language];
  // As other cards say it: of a template that is nothing but an expression, the expression.
  const bare = /^\{\{((?:(?!\}\}).)*)\}\}$/.exec(list.trim())?.[1]?.trim() ?? list;
  return shorten(`${words.each[language]} ${bare}`);
}

function plainText(value: JsonObject[string] | undefined): string {
  return typeof value === "number" || typeof value === "string" ? String(value) : "?";
}
