import {
  actionField,
  defineNode,
  fieldHints,
  jsonField,
  namesField,
  numberField,
  shorten,
  sourceField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

const read = z.strictObject({
  rows: z.array(z.json()),
  columns: z.array(z.string()),
  rowCount: z.int(),
  truncated: z.boolean(),
});
const written = z.strictObject({ text: z.string(), rowCount: z.int() });

export const csv = defineNode({
  type: "csv",
  version: 1,
  kind: "data",
  title: { en: "CSV", fr: "CSV" },
  summary: {
    en: "Reads the rows of a CSV text or file, or writes rows as CSV",
    fr: "Lit les lignes d’un texte ou fichier CSV, ou écrit des lignes en CSV",
  },
  icon: "table",
  config: z.strictObject({
    action: actionField({
      options: {
        read: { en: "read rows", fr: "lire des lignes" },
        write: { en: "write rows", fr: "écrire des lignes" },
      },
      usual: "read",
    }),
    source: sourceField({
      label: { en: "CSV", fr: "CSV" },
      visibleWhen: { field: "action", in: ["read"] },
    }),
    rows: jsonField()
      .optional()
      .register(fieldHints, {
        label: { en: "Rows", fr: "Lignes" },
        help: {
          en: "A list of objects, or of lists.",
          fr: "Une liste d’objets, ou de listes.",
        },
        placeholder: "{{ steps.orders.rows }}",
        control: "json",
        visibleWhen: { field: "action", in: ["write"] },
      }),
    header: z
      .boolean()
      .default(true)
      .register(fieldHints, {
        label: { en: "The first line names the columns", fr: "La première ligne nomme les colonnes" },
        value: "literal",
      }),
    separator: z
      .enum(["auto", "comma", "semicolon", "tab", "pipe"])
      .default("auto")
      .register(fieldHints, {
        label: { en: "Separator", fr: "Séparateur" },
        help: {
          en: "Found in the first line, or a comma when writing.",
          fr: "Trouvé dans la première ligne, ou une virgule à l’écriture.",
        },
        value: "literal",
        options: {
          auto: { en: "find out", fr: "le trouver" },
          comma: { en: "comma ,", fr: "virgule ," },
          semicolon: { en: "semicolon ;", fr: "point-virgule ;" },
          tab: { en: "tab", fr: "tabulation" },
          pipe: { en: "bar |", fr: "barre |" },
        },
      }),
    maxRows: numberField(z.int().min(1).max(100_000))
      .default(10_000)
      .register(fieldHints, {
        label: { en: "Rows at most", fr: "Lignes au plus" },
        control: "number",
        placeholder: "10000",
        visibleWhen: { field: "action", in: ["read"] },
      }),
    columns: namesField({
      label: { en: "Columns", fr: "Colonnes" },
      help: {
        en: "Which fields, in which order. Empty: all, as they come.",
        fr: "Quels champs, dans quel ordre. Vide : tous, comme ils viennent.",
      },
      visibleWhen: { field: "action", in: ["write"] },
      each: { label: { en: "Column", fr: "Colonne" }, placeholder: "order_id" },
      most: 1000,
    }),
    guard: z
      .boolean()
      .default(true)
      .register(fieldHints, {
        label: { en: "Disarm formulas", fr: "Désarmer les formules" },
        help: {
          en: "A cell that a spreadsheet would take for a formula (=, +, -, @) gets a ' in front.",
          fr: "Une cellule qu’un tableur prendrait pour une formule (=, +, -, @) reçoit un ' devant.",
        },
        value: "literal",
        visibleWhen: { field: "action", in: ["write"] },
      }),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "none",
  output: z.union([read, written]),
  outputOf: ({ action }) => (action === "write" ? written : read),
  example: {
    config: { action: "read", source: "{{ trigger.file }}" },
    input: { file: "sku,qty\nA-1,2\nB-2,1\n" },
  },
  summarize: ({ action, source, rows }, language) => {
    const verb = action === "write" ? { en: "write", fr: "écrire" } : { en: "read", fr: "lire" };
    const what = action === "write" ? rows : source;
    return shorten(`${verb[language]} ${typeof what === "string" ? what : "…"}`);
  },
});
