import {
  anyHost,
  defineNode,
  fieldHints,
  hostField,
  type Json,
  jsonField,
  pairsField,
  parametersField,
  perSecondField,
  requestCredentialField,
  sameEverywhere,
  shorten,
  textField,
  timeLimitField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";
import { operationField } from "./fields/operation.ts";
import { pageFields } from "./fields/pages.ts";
import { signatureFields } from "./fields/signature.ts";

export const httpMethods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

/** `404`, `500-599`, `400-403, 405-599`, or nothing. */
const statusRanges = /^\s*(\d{3}(\s*-\s*\d{3})?(\s*,\s*\d{3}(\s*-\s*\d{3})?)*)?\s*$/;

export const http = defineNode({
  type: "http",
  version: 1,
  kind: "reach",
  title: { en: "HTTP request", fr: "Requête HTTP" },
  summary: {
    en: "Calls another system and gives out what it answers",
    fr: "Appelle un autre système et donne sa réponse",
  },
  icon: "world-share",
  config: z.strictObject({
    ...operationField,
    method: z
      .enum(httpMethods)
      .default("GET")
      .register(fieldHints, {
        label: { en: "Method", fr: "Méthode" },
        value: "literal",
        options: sameEverywhere(httpMethods),
      }),
    url: textField(z.string().min(1, "give the URL").max(16_000)).register(fieldHints, {
      label: { en: "URL", fr: "URL" },
      help: {
        en: "Inserted values are encoded, so that they cannot change the host.",
        fr: "Les valeurs insérées sont encodées et ne peuvent changer l’hôte.",
      },
      placeholder: "https://api.example.com/orders/{{ trigger.order_id }}",
      escape: "url",
      variants: [anyHost({ placeholder: "{{ trigger.callback_url }}" })],
    }),
    credential: requestCredentialField({
      help: {
        en: "Sent along with the request, to the hosts that the credential names.",
        fr: "Envoyés avec la requête, aux hôtes que ces identifiants nomment.",
      },
    }),
    query: parametersField({
      label: { en: "Query parameters", fr: "Paramètres de requête" },
      help: {
        en: "A value that is a list is sent once for each, and null is left out.",
        fr: "Une valeur qui est une liste part une fois par élément, et null ne part pas.",
      },
      example: { name: "page", value: "{{ trigger.page }}" },
      most: 100,
    }),
    headers: pairsField({
      label: { en: "Headers", fr: "En-têtes" },
      help: {
        en: "Host and headers of the connection are set by Sluice. Keys belong into a credential.",
        fr: "Host et les en-têtes de connexion sont fixés par Sluice. Les clés vont dans des identifiants.",
      },
      example: { name: "accept", value: "application/json" },
      most: 100,
    }),
    bodyKind: z
      .enum(["none", "json", "text", "form", "multipart", "file"])
      .default("none")
      .register(fieldHints, {
        label: { en: "Body", fr: "Corps" },
        value: "literal",
        options: {
          none: { en: "No body", fr: "Sans corps" },
          json: { en: "JSON", fr: "JSON" },
          text: { en: "Text", fr: "Texte" },
          form: { en: "Form fields", fr: "Champs de formulaire" },
          multipart: { en: "Form with files", fr: "Formulaire avec fichiers" },
          file: { en: "A file as it is", fr: "Un fichier tel quel" },
        },
      }),
    body: jsonField()
      .optional()
      .register(fieldHints, {
        label: { en: "Content", fr: "Contenu" },
        help: {
          en: "JSON whose texts are templates: inserted values keep their type and cannot break out.",
          fr: "Du JSON dont les textes sont des modèles : les valeurs insérées gardent leur type, sans rien casser.",
        },
        placeholder: "{}",
        control: "json",
        visibleWhen: { field: "bodyKind", in: ["json", "text", "multipart", "file"] },
        variants: [
          {
            when: { field: "bodyKind", in: ["multipart"] },
            help: {
              en: "A member for each field. A file of the request or of a step before, or a list of them, is sent as such.",
              fr: "Un membre par champ. Un fichier de la requête ou d’une étape précédente, ou une liste, part comme tel.",
            },
            placeholder: '{ "document": "{{ trigger.document }}" }',
          },
          {
            when: { field: "bodyKind", in: ["file"] },
            help: {
              en: "A file of the request or of a step before. Its type becomes that of the request.",
              fr: "Un fichier de la requête ou d’une étape précédente. Son type devient celui de la requête.",
            },
            placeholder: "{{ trigger.document }}",
          },
          {
            when: { field: "bodyKind", in: ["text"] },
            control: "long-text",
            help: { en: "The text as it goes out.", fr: "Le texte tel qu’il est envoyé." },
            placeholder: "{{ trigger.message }}",
          },
        ],
      }),
    form: parametersField({
      label: { en: "Form fields", fr: "Champs de formulaire" },
      visibleWhen: { field: "bodyKind", in: ["form"] },
      example: { name: "amount", value: "{{ trigger.amount }}" },
      most: 500,
    }),
    response: z
      .enum(["auto", "json", "text", "bytes"])
      .default("auto")
      .register(fieldHints, {
        label: { en: "Read the response as", fr: "Lire la réponse comme" },
        value: "literal",
        options: {
          auto: { en: "what its type says", fr: "ce que dit son type" },
          json: { en: "JSON", fr: "du JSON" },
          text: { en: "text", fr: "du texte" },
          bytes: { en: "bytes (base64)", fr: "des octets (base64)" },
        },
      }),
    failOn: z
      .string()
      .max(200)
      .regex(statusRanges, "list statuses and ranges: 400-403, 405-599")
      .default("400-599")
      .register(fieldHints, {
        label: { en: "Fail on status", fr: "Échouer sur le statut" },
        help: {
          en: "Statuses that make the step fail, such as 400-403, 405-599. Empty: none does.",
          fr: "Statuts qui font échouer l’étape, par exemple 400-403, 405-599. Vide : aucun.",
        },
        placeholder: "400-599",
        value: "literal",
      }),
    timeoutSeconds: timeLimitField({
      help: {
        en: "For the whole exchange, redirects included.",
        fr: "Pour tout l’échange, redirections comprises.",
      },
    }),
    redirects: z
      .int()
      .min(0)
      .max(20)
      .default(5)
      .register(fieldHints, {
        label: { en: "Redirects to follow", fr: "Redirections à suivre" },
        help: {
          en: "Each target is checked anew; the credential stays with the first host.",
          fr: "Chaque cible est vérifiée à nouveau ; les identifiants restent chez le premier hôte.",
        },
        control: "number",
        placeholder: "5",
        value: "literal",
      }),
    maxBytes: z
      .int()
      .min(1)
      .max(10 * 1024 * 1024)
      .default(1024 * 1024)
      .register(fieldHints, {
        label: { en: "Largest response in bytes", fr: "Réponse la plus grande, en octets" },
        control: "number",
        placeholder: "1048576",
        value: "literal",
      }),
    host: hostField({ label: { en: "Host of the URL", fr: "Hôte de l’URL" } }),
    idempotencyKey: z
      .boolean()
      .default(true)
      .register(fieldHints, {
        label: { en: "Send an Idempotency-Key", fr: "Envoyer un Idempotency-Key" },
        help: {
          en: "The same for every attempt of this step, with methods that change something.",
          fr: "Le même pour chaque tentative de l’étape, avec les méthodes qui modifient.",
        },
        value: "literal",
      }),
    perSecond: perSecondField({
      help: {
        en: "All executions that set it share the pace, whichever process they run in: a request waits its turn. Empty: no limit.",
        fr: "Toutes les exécutions qui le fixent partagent le rythme, quel que soit leur processus : une requête attend son tour. Vide : sans limite.",
      },
    }),
    ...signatureFields,
    ...pageFields,
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "outside",
  timesItself: true,
  fillsFrom: "curl",
  output: z.strictObject({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    body: z.json(),
    url: z.string(),
    pages: z.strictObject({ count: z.int(), more: z.boolean() }).optional(),
  }),
  example: {
    config: {
      method: "POST",
      url: "https://api.example.com/orders/{{ trigger.order_id }}/notes",
      headers: [{ name: "accept", value: "application/json" }],
      bodyKind: "json",
      body: { text: "Paid: {{ trigger.amount }}" },
    },
    input: { order_id: "A-17", amount: 21 },
  },
  summarize: ({ method = "GET", url }) =>
    shorten(`${textOf(method)} ${textOf(url).replace(/^https?:\/\//, "")}`),
});

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
