import {
  credentialFieldSchema,
  defineNode,
  fieldHints,
  jsonField,
  shorten,
  timeLimitField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

export const database = defineNode({
  type: "database",
  version: 1,
  kind: "reach",
  title: { en: "Database", fr: "Base de données" },
  summary: {
    en: "Runs one SQL statement and gives out its rows",
    fr: "Exécute une instruction SQL et donne ses lignes",
  },
  icon: "database",
  config: z.strictObject({
    credential: credentialFieldSchema.clone().register(fieldHints, {
      label: { en: "Database", fr: "Base de données" },
      help: {
        en: "A credential of the type “PostgreSQL”, “MySQL or MariaDB” or “SQLite file”.",
        fr: "Des identifiants du type « PostgreSQL », « MySQL ou MariaDB » ou « Fichier SQLite ».",
      },
      value: "credential",
      accepts: ["postgres", "mysql", "sqlite"],
    }),
    statement: z
      .string()
      .trim()
      .min(1, "write the statement")
      .max(100_000)
      .refine((text) => !text.includes("{{"), "values stand in the parameters: write $1 here")
      .register(fieldHints, {
        label: { en: "Statement", fr: "Instruction" },
        help: {
          en: "One SQL statement. Values are never written into it: $1, $2, … stand for the parameters.",
          fr: "Une seule instruction SQL. Les valeurs n’y sont jamais écrites : $1, $2, … désignent les paramètres.",
        },
        placeholder: "SELECT * FROM orders WHERE id = $1",
        control: "long-text",
        value: "literal",
      }),
    parameters: z
      .array(
        jsonField().register(fieldHints, {
          label: { en: "Value", fr: "Valeur" },
          control: "text",
          placeholder: "{{ trigger.order_id }}",
        }),
      )
      .max(1000)
      .default([])
      .register(fieldHints, {
        label: { en: "Parameters", fr: "Paramètres" },
        help: {
          en: "The first is $1. A field that is one expression keeps the type of its value; lists and objects go as JSON.",
          fr: "Le premier est $1. Un champ qui est une seule expression garde le type de sa valeur ; listes et objets partent en JSON.",
        },
        control: "list",
      }),
    readOnly: z
      .boolean()
      .default(true)
      .register(fieldHints, {
        label: { en: "Read only", fr: "Lecture seule" },
        help: {
          en: "The database itself then refuses whatever would change something.",
          fr: "La base refuse alors elle-même tout ce qui modifierait quelque chose.",
        },
        value: "literal",
      }),
    maxRows: z
      .int()
      .min(1)
      .max(10_000)
      .default(100)
      .register(fieldHints, {
        label: { en: "Rows at most", fr: "Lignes au plus" },
        control: "number",
        placeholder: "100",
        value: "literal",
      }),
    timeoutSeconds: timeLimitField(),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "outside",
  timesItself: true,
  // Of a statement that gives no rows it is known what it gives; rows are anybody's guess.
  exampleOutput: ({ statement }) =>
    typeof statement === "string" &&
    /^\s*(insert|update|delete)\b/i.test(statement) &&
    !/\breturning\b/i.test(statement)
      ? { output: { rows: [], rowCount: 1, truncated: false } }
      : undefined,
  output: z.strictObject({
    rows: z.array(z.record(z.string(), z.json())),
    rowCount: z.number(),
    truncated: z.boolean(),
  }),
  example: {
    config: {
      credential: { credential: "cred_01JABCDEFGHJKMNPQRSTVWXYZ0" },
      statement: "SELECT name, email FROM customers WHERE id = $1",
      parameters: ["{{ trigger.customer_id }}"],
    },
    input: { customer_id: 17 },
  },
  summarize: ({ statement }) => shorten(typeof statement === "string" ? statement : ""),
});
