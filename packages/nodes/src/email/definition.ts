import {
  credentialFieldSchema,
  defineNode,
  type FieldHint,
  fieldHints,
  type Json,
  jsonField,
  shorten,
  textField,
  timeLimitField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

const address = textField(z.string().min(1, "give an address").max(400));

/** One address each. An item that comes to a list (one expression that yields several) stands for its elements. */
const addresses = (least: number) =>
  z.preprocess(
    (value) => (Array.isArray(value) ? value.flat() : value),
    z.array(address).min(least, "name a recipient").max(100),
  );

const addressHint = (
  label: FieldHint["label"],
  placeholder: string,
  help?: FieldHint["help"],
): FieldHint => ({
  ...{ label, placeholder, control: "list" },
  ...(help ? { help } : {}),
});

export const email = defineNode({
  type: "email",
  version: 1,
  kind: "reach",
  title: { en: "E-mail", fr: "E-mail" },
  summary: {
    en: "Sends an e-mail through your mail server",
    fr: "Envoie un e-mail par votre serveur de messagerie",
  },
  icon: "mail",
  config: z
    .strictObject({
      credential: credentialFieldSchema.clone().register(fieldHints, {
        label: { en: "Mail server", fr: "Serveur de messagerie" },
        help: {
          en: "A credential of the type “Mail server (SMTP)”.",
          fr: "Des identifiants du type « Serveur de messagerie (SMTP) ».",
        },
        value: "credential",
        accepts: ["smtp"],
      }),
      from: textField(z.string().min(1, "say who sends it").max(400)).register(fieldHints, {
        label: { en: "From", fr: "De" },
        placeholder: "Shop <orders@example.com>",
      }),
      to: addresses(1).register(
        fieldHints,
        addressHint({ en: "To", fr: "À" }, "{{ trigger.email }}", {
          en: "One address each; a comma in an inserted value adds nobody. An expression may give a list.",
          fr: "Une adresse par ligne ; une virgule dans une valeur insérée n’ajoute personne. Une expression peut donner une liste.",
        }),
      ),
      cc: addresses(0)
        .default([])
        .register(fieldHints, addressHint({ en: "Copy", fr: "Copie" }, "team@example.com")),
      bcc: addresses(0)
        .default([])
        .register(fieldHints, addressHint({ en: "Hidden copy", fr: "Copie cachée" }, "archive@example.com")),
      replyTo: addresses(0)
        .default([])
        .register(fieldHints, addressHint({ en: "Answers to", fr: "Réponses à" }, "support@example.com")),
      subject: textField(z.string().max(900)).register(fieldHints, {
        label: { en: "Subject", fr: "Objet" },
        help: {
          en: "One line: a line break in an inserted value is refused.",
          fr: "Une seule ligne : un saut de ligne dans une valeur insérée est refusé.",
        },
        placeholder: "Order {{ trigger.order_id }} is paid",
      }),
      text: textField(z.string().max(1_000_000))
        .optional()
        .register(fieldHints, {
          label: { en: "Text", fr: "Texte" },
          help: {
            en: "Shown where HTML is not. One of both must be there; together they are one message.",
            fr: "Affiché là où le HTML ne l’est pas. L’un des deux doit être donné ; ensemble, ils font un seul message.",
          },
          control: "long-text",
          placeholder: "Hello {{ trigger.name }}",
        }),
      html: textField(z.string().max(1_000_000))
        .optional()
        .register(fieldHints, {
          label: { en: "HTML", fr: "HTML" },
          help: {
            en: "Inserted values are escaped; raw(…) inserts HTML that you trust.",
            fr: "Les valeurs insérées sont échappées ; raw(…) insère du HTML de confiance.",
          },
          control: "long-text",
          escape: "html",
          placeholder: "<p>Hello {{ trigger.name }}</p>",
        }),
      attachments: jsonField()
        .optional()
        .register(fieldHints, {
          label: { en: "Attachments", fr: "Pièces jointes" },
          help: {
            en: 'A file of the request, a list of them, or files of your own: { "filename": "a.txt", "text": "…" } or "base64".',
            fr: 'Un fichier de la requête, une liste, ou vos propres fichiers : { "filename": "a.txt", "text": "…" } ou "base64".',
          },
          placeholder: "{{ trigger.invoice }}",
          control: "json",
        }),
      timeoutSeconds: timeLimitField(),
    })
    .superRefine(({ text, html }, context) => {
      if (!text && !html)
        context.addIssue({ code: "custom", path: ["text"], message: "give a text or HTML" });
    }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "outside",
  timesItself: true,
  exampleOutput: ({ to }) => ({
    output: {
      messageId: "<example@example.com>",
      accepted: Array.isArray(to) ? to.filter((one) => typeof one === "string") : [],
      rejected: [],
      response: "250 2.0.0 Ok",
    },
  }),
  output: z.strictObject({
    messageId: z.string(),
    accepted: z.array(z.string()),
    rejected: z.array(z.string()),
    response: z.string(),
  }),
  example: {
    config: {
      credential: { credential: "cred_01JABCDEFGHJKMNPQRSTVWXYZ0" },
      from: "Shop <orders@example.com>",
      to: ["{{ trigger.email }}"],
      subject: "Order {{ trigger.order_id }} is paid",
      text: "Thank you! We pack order {{ trigger.order_id }} now.",
    },
    input: { email: "ada@example.com", order_id: "A-17" },
  },
  summarize: ({ to, subject }) => shorten(`${firstOf(to)} · ${typeof subject === "string" ? subject : ""}`),
});

function firstOf(to: Json | undefined): string {
  const [first, ...more] = Array.isArray(to) ? to : [];
  const shown = typeof first === "string" ? first : "?";
  return more.length === 0 ? shown : `${shown} + ${more.length}`;
}
