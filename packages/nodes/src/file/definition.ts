import {
  actionField,
  defineNode,
  fieldHints,
  jsonField,
  shorten,
  textField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

export const file = defineNode({
  type: "file",
  version: 1,
  kind: "data",
  title: { en: "File", fr: "Fichier" },
  summary: {
    en: "Reads the content of a received file, or makes a file of a text",
    fr: "Lit le contenu d’un fichier reçu, ou fait un fichier d’un texte",
  },
  icon: "file",
  config: z.strictObject({
    action: actionField({
      options: {
        read: { en: "read a file", fr: "lire un fichier" },
        make: { en: "make a file", fr: "faire un fichier" },
      },
      usual: "read",
    }),
    file: jsonField()
      .optional()
      .register(fieldHints, {
        label: { en: "File", fr: "Fichier" },
        help: {
          en: "A file of the request, or of a step before.",
          fr: "Un fichier de la requête, ou d’une étape précédente.",
        },
        placeholder: "{{ trigger.invoice }}",
        control: "json",
        visibleWhen: { field: "action", in: ["read"] },
      }),
    as: z
      .enum(["text", "json", "base64"])
      .default("text")
      .register(fieldHints, {
        label: { en: "Read it as", fr: "Le lire comme" },
        value: "literal",
        options: {
          text: { en: "text", fr: "du texte" },
          json: { en: "JSON", fr: "du JSON" },
          base64: { en: "bytes (base64)", fr: "des octets (base64)" },
        },
        visibleWhen: { field: "action", in: ["read"] },
      }),
    charset: z
      .string()
      .max(40)
      .default("")
      .register(fieldHints, {
        label: { en: "Charset", fr: "Jeu de caractères" },
        help: {
          en: "Empty: what the file’s type says, else UTF-8.",
          fr: "Vide : ce que dit le type du fichier, sinon UTF-8.",
        },
        placeholder: "windows-1252",
        value: "literal",
        visibleWhen: { field: "action", in: ["read"] },
      }),
    filename: textField(z.string().max(255))
      .default("file.txt")
      .register(fieldHints, {
        label: { en: "Name", fr: "Nom" },
        placeholder: "report-{{ trigger.id }}.csv",
        visibleWhen: { field: "action", in: ["make"] },
      }),
    contentType: textField(z.string().max(200))
      .default("text/plain; charset=utf-8")
      .register(fieldHints, {
        label: { en: "Media type", fr: "Type de média" },
        placeholder: "text/csv",
        visibleWhen: { field: "action", in: ["make"] },
      }),
    content: jsonField()
      .optional()
      .register(fieldHints, {
        label: { en: "Content", fr: "Contenu" },
        help: {
          en: "A text; anything else is written as JSON.",
          fr: "Un texte ; tout le reste est écrit en JSON.",
        },
        placeholder: "{{ steps.table.text }}",
        control: "json",
        visibleWhen: { field: "action", in: ["make"] },
      }),
    encoded: z
      .boolean()
      .default(false)
      .register(fieldHints, {
        label: { en: "The content is base64", fr: "Le contenu est en base64" },
        value: "literal",
        visibleWhen: { field: "action", in: ["make"] },
      }),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "none",
  output: z.object({
    filename: z.string(),
    contentType: z.string(),
    size: z.int(),
    sha256: z.string(),
    text: z.string().optional(),
    base64: z.string().optional(),
    json: z.json().optional(),
  }),
  example: {
    config: { action: "read", file: "{{ trigger.note }}", as: "text" },
    input: { note: { filename: "note.txt", contentType: "text/plain", text: "Hello" } },
  },
  summarize: ({ action, file, filename }, language) => {
    const verb = action === "make" ? { en: "make", fr: "faire" } : { en: "read", fr: "lire" };
    const what = action === "make" ? filename : file;
    return shorten(`${verb[language]} ${typeof what === "string" ? what : "…"}`);
  },
});
