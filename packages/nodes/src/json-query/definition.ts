import { forbiddenNames } from "@sluice/workflow/document";
import { defineNode, fieldHints, jsonField, shorten } from "@sluice/workflow/node-contract";
import { maxPathLength, PathError, parsePath } from "@sluice/workflow/variables";
import { z } from "zod";

/** Longest query, in characters. */
const maxQueryLength = 10_000;

export const jsonQuery = defineNode({
  type: "json-query",
  version: 1,
  kind: "data",
  title: { en: "JSON query", fr: "Requête JSON" },
  summary: {
    en: "Picks values out of JSON with JSONPath or JSONata",
    fr: "Extrait des valeurs d’un JSON avec JSONPath ou JSONata",
  },
  icon: "filter-search",
  config: z
    .strictObject({
      language: z
        .enum(["jsonpath", "jsonpath-plus", "jsonata"])
        .default("jsonpath")
        .register(fieldHints, {
          label: { en: "Language", fr: "Langage" },
          help: {
            en: "JSONPath is the standard (RFC 9535). jsonpath-plus adds parents (^) and property names (~), without filters. JSONata also computes.",
            fr: "JSONPath est la norme (RFC 9535). jsonpath-plus ajoute les parents (^) et les noms de propriétés (~), sans filtres. JSONata sait aussi calculer.",
          },
          value: "literal",
          options: {
            jsonpath: { en: "JSONPath", fr: "JSONPath" },
            "jsonpath-plus": { en: "jsonpath-plus", fr: "jsonpath-plus" },
            jsonata: { en: "JSONata", fr: "JSONata" },
          },
        }),
      query: z
        .string()
        .trim()
        .min(1, "write a query")
        .max(maxQueryLength)
        .register(fieldHints, {
          label: { en: "Query", fr: "Requête" },
          help: {
            en: "Written as it is: nothing is put into it from data. $ is the value below.",
            fr: "Écrite telle quelle : aucune donnée n’y est insérée. $ est la valeur ci-dessous.",
          },
          placeholder: "$.items[?@.qty > 1]",
          control: "long-text",
          value: "literal",
        }),
      value: jsonField()
        .optional()
        .register(fieldHints, {
          label: { en: "Value", fr: "Valeur" },
          help: {
            en: "What is queried, usually a template. Left out: the output of the step before.",
            fr: "Ce qui est interrogé, le plus souvent un modèle. Sans indication : la sortie de l’étape précédente.",
          },
          placeholder: "{{ request.body }}",
          control: "json",
        }),
      fields: z
        .array(
          z.strictObject({
            path: z
              .string()
              .trim()
              .min(1, "write a path")
              .max(maxPathLength)
              .superRefine((path, context) => refusePath(path, (message) => context.addIssue(message)))
              .register(fieldHints, {
                label: { en: "Path", fr: "Chemin" },
                help: {
                  en: "As in the trigger’s variables: b.c, tags[0].",
                  fr: "Comme dans les variables du déclencheur : b.c, tags[0].",
                },
                placeholder: "customer.name",
                value: "literal",
              }),
            alias: z
              .string()
              .trim()
              .max(200)
              .refine(
                (name) => !forbiddenNames.has(name),
                "this name means something to JavaScript; choose another one",
              )
              .default("")
              .register(fieldHints, {
                label: { en: "Name", fr: "Nom" },
                help: { en: "Left out: made from the path.", fr: "Sans indication : tiré du chemin." },
                placeholder: "customer",
                value: "literal",
              }),
          }),
        )
        .max(200)
        .default([])
        .register(fieldHints, {
          label: { en: "Fields to keep", fr: "Champs à garder" },
          help: {
            en: "Keeps only these, under new names: of each object when the result is a list, else of the result itself.",
            fr: "Ne garde que ceux-ci, sous de nouveaux noms : de chaque objet quand le résultat est une liste, sinon du résultat lui-même.",
          },
          control: "list",
        }),
    })
    .superRefine(({ language, query }, context) => {
      if (language === "jsonpath-plus" && hasFilter(query)) {
        const message = "jsonpath-plus runs without filters and scripts; use JSONPath for them";
        context.addIssue({ code: "custom", path: ["query"], message });
      }
      if (language !== "jsonpath" || query === "") return;
      if (!query.startsWith("$"))
        context.addIssue({ code: "custom", path: ["query"], message: "a JSONPath begins with $" });
      else refusePath(query, ({ message, code }) => context.addIssue({ code, path: ["query"], message }));
    }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "none",
  output: z.json(),
  example: {
    config: {
      language: "jsonpath",
      query: "$.items[?@.qty > 1]",
      fields: [
        { path: "product.sku", alias: "sku" },
        { path: "qty", alias: "" },
      ],
    },
    input: {
      items: [
        { product: { sku: "A-1" }, qty: 2 },
        { product: { sku: "B-2" }, qty: 1 },
      ],
    },
  },
  summarize: ({ query }) => shorten(typeof query === "string" ? query : ""),
});

function refusePath(path: string, refuse: (issue: { code: "custom"; message: string }) => void): void {
  try {
    parsePath(path);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    refuse({ code: "custom", message: `${error.message} (character ${error.position + 1})` });
  }
}

/** `[?` and `[(` outside of quotes. The library itself takes a filter without brackets for a name, and finds nothing. */
function hasFilter(query: string): boolean {
  return /\[\s*[?(]/.test(query.replace(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g, ""));
}
