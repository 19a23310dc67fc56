import {
  actionField,
  defineNode,
  fieldHints,
  jsonField,
  namesField,
  shorten,
  sourceField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

const written = z.strictObject({ text: z.string() });

export const xml = defineNode({
  type: "xml",
  version: 1,
  kind: "data",
  title: { en: "XML", fr: "XML" },
  summary: {
    en: "Reads XML as JSON, or writes JSON as XML",
    fr: "Lit du XML en JSON, ou écrit du JSON en XML",
  },
  icon: "file-type-xml",
  config: z.strictObject({
    action: actionField({
      options: {
        read: { en: "read XML", fr: "lire du XML" },
        write: { en: "write XML", fr: "écrire du XML" },
      },
      usual: "read",
    }),
    source: sourceField({
      label: { en: "XML", fr: "XML" },
      visibleWhen: { field: "action", in: ["read"] },
    }),
    lists: namesField({
      label: { en: "Elements that are always lists", fr: "Éléments toujours en liste" },
      help: {
        en: "An element that stands there once is a value, several are a list: name those that may be several.",
        fr: "Un élément présent une fois est une valeur, plusieurs sont une liste : nommez ceux qui peuvent être plusieurs.",
      },
      visibleWhen: { field: "action", in: ["read"] },
      each: { label: { en: "Element", fr: "Élément" }, placeholder: "item" },
      most: 200,
    }),
    prefixes: z
      .enum(["keep", "drop"])
      .default("keep")
      .register(fieldHints, {
        label: { en: "Prefixes of names", fr: "Préfixes des noms" },
        help: {
          en: "soap:Body stays, or becomes Body; then xmlns attributes go too.",
          fr: "soap:Body reste, ou devient Body ; les attributs xmlns s’en vont alors aussi.",
        },
        value: "literal",
        options: { keep: { en: "keep", fr: "garder" }, drop: { en: "drop", fr: "ôter" } },
        visibleWhen: { field: "action", in: ["read"] },
      }),
    value: jsonField()
      .optional()
      .register(fieldHints, {
        label: { en: "Value", fr: "Valeur" },
        help: {
          en: 'An object with one name, the outermost element. Names with @ are attributes, "#text" is text beside them.',
          fr: 'Un objet à un seul nom, l’élément extérieur. Les noms en @ sont des attributs, "#text" le texte à côté.',
        },
        placeholder: '{ "order": { "@id": "{{ trigger.id }}", "item": ["A-1", "B-2"] } }',
        control: "json",
        visibleWhen: { field: "action", in: ["write"] },
      }),
    indent: z
      .boolean()
      .default(false)
      .register(fieldHints, {
        label: { en: "Indent", fr: "Indenter" },
        value: "literal",
        visibleWhen: { field: "action", in: ["write"] },
      }),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "none",
  output: z.json(),
  outputOf: ({ action }) => (action === "write" ? written : z.json()),
  example: {
    config: { action: "read", source: "{{ trigger.xml }}", lists: ["item"] },
    input: { xml: '<order id="A-17"><item>Cup</item><total>21</total></order>' },
  },
  summarize: ({ action, source, value }, language) => {
    const verb = action === "write" ? { en: "write", fr: "écrire" } : { en: "read", fr: "lire" };
    const what = action === "write" ? JSON.stringify(value ?? "…") : source;
    return shorten(`${verb[language]} ${typeof what === "string" ? what : "…"}`);
  },
});
