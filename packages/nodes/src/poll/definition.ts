import {
  anyHost,
  defineNode,
  fieldHints,
  hasRule,
  hostField,
  type JsonObject,
  jsonField,
  pairsField,
  perSecondField,
  requestCredentialField,
  rulesSchema,
  sameEverywhere,
  shorten,
  textField,
  timeLimitField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";
import { paceFields } from "./fields/pace.ts";

const methodLabels = sameEverywhere(["GET", "POST", "PUT", "PATCH"]);

/** An answer, as `item` and the output hold it. */
export const answerSchema = z.strictObject({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.json(),
  url: z.string(),
});

export const poll = defineNode({
  type: "poll",
  version: 1,
  kind: "reach",
  title: { en: "Ask until done", fr: "Demander jusqu’à la fin" },
  summary: {
    en: "Hands a job to another system and asks until it is done",
    fr: "Confie un travail à un autre système et demande jusqu’à ce qu’il soit fini",
  },
  icon: "refresh-dot",
  config: z
    .strictObject({
      first: z
        .enum(["request", "none"])
        .default("request")
        .register(fieldHints, {
          label: { en: "Begin with", fr: "Commencer par" },
          help: {
            en: "The request that hands the job over is sent once, whatever happens afterwards.",
            fr: "La requête qui confie le travail part une seule fois, quoi qu’il arrive ensuite.",
          },
          value: "literal",
          options: {
            request: { en: "a request that hands the job over", fr: "une requête qui confie le travail" },
            none: { en: "asking: the job is under way", fr: "la question : le travail est en cours" },
          },
        }),
      firstMethod: z
        .enum(["POST", "PUT", "PATCH", "GET"])
        .default("POST")
        .register(fieldHints, {
          label: { en: "Method of the first request", fr: "Méthode de la première requête" },
          value: "literal",
          options: methodLabels,
          visibleWhen: { field: "first", in: ["request"] },
        }),
      firstUrl: textField(z.string().max(16_000))
        .optional()
        .register(fieldHints, {
          label: { en: "URL of the first request", fr: "URL de la première requête" },
          placeholder: "https://api.example.com/jobs",
          escape: "url",
          visibleWhen: { field: "first", in: ["request"] },
        }),
      firstBody: jsonField()
        .optional()
        .register(fieldHints, {
          label: { en: "Content (JSON)", fr: "Contenu (JSON)" },
          help: {
            en: "Left out: the first request has no body.",
            fr: "Sans indication : la première requête n’a pas de corps.",
          },
          placeholder: '{ "document": "{{ trigger.url }}" }',
          control: "json",
          visibleWhen: { field: "first", in: ["request"] },
        }),
      method: z
        .enum(["GET", "POST"])
        .default("GET")
        .register(fieldHints, {
          label: { en: "Method of the question", fr: "Méthode de la question" },
          value: "literal",
          options: methodLabels,
        }),
      url: textField(z.string().max(16_000)).register(fieldHints, {
        label: { en: "URL of the question", fr: "URL de la question" },
        help: {
          en: "item is the answer to the first request: its number often stands in item.body.id.",
          fr: "item est la réponse à la première requête : son numéro est souvent dans item.body.id.",
        },
        placeholder: "https://api.example.com/jobs/{{ item.body.id }}",
        // It is resolved for the first request too, when there is no answer yet.
        escape: "url-late",
        variants: [anyHost({ placeholder: "{{ item.body.status_url }}", escape: "url-any-host-late" })],
      }),
      body: jsonField()
        .optional()
        .register(fieldHints, {
          label: { en: "Content of the question (JSON)", fr: "Contenu de la question (JSON)" },
          placeholder: '{ "id": "{{ item.body.id }}" }',
          control: "json",
          visibleWhen: { field: "method", in: ["POST"] },
        }),
      doneWhen: rulesSchema.refine(hasRule, "add a rule or an expression").register(fieldHints, {
        label: { en: "Done when", fr: "Fini quand" },
        help: {
          en: "item is the last answer (item.status, item.headers, item.body), index how often was asked before it.",
          fr: "item est la dernière réponse (item.status, item.headers, item.body), index le nombre de questions posées avant.",
        },
        control: "rules",
        value: "rules",
      }),
      failedWhen: rulesSchema.optional().register(fieldHints, {
        label: { en: "Failed when", fr: "Échoué quand" },
        help: {
          en: "Asked first, of the same item. Met: the step fails with job-failed. Empty: never.",
          fr: "Demandé d’abord, sur le même item. Si c’est vrai, l’étape échoue avec job-failed. Vide : jamais.",
        },
        control: "rules",
        value: "rules",
      }),
      headers: pairsField({
        label: { en: "Headers", fr: "En-têtes" },
        help: {
          en: "Of all requests. Keys belong into a credential.",
          fr: "De toutes les requêtes. Les clés vont dans des identifiants.",
        },
        example: { name: "accept", value: "application/json" },
        most: 100,
      }),
      credential: requestCredentialField({
        help: {
          en: "Sent along with all requests, to the hosts that the credential names.",
          fr: "Envoyés avec toutes les requêtes, aux hôtes que ces identifiants nomment.",
        },
      }),
      ...paceFields,
      timeoutSeconds: timeLimitField({
        help: { en: "For each request.", fr: "Pour chaque requête." },
      }),
      host: hostField({
        label: { en: "Host of the question’s URL", fr: "Hôte de l’URL de la question" },
      }),
      perSecond: perSecondField({
        help: {
          en: "All executions that set it share the pace, whichever process they run in. Empty: no limit.",
          fr: "Toutes les exécutions qui le fixent partagent le rythme, quel que soit leur processus. Vide : sans limite.",
        },
      }),
    })
    .superRefine(({ first, firstUrl, url }, context) => {
      const issue = (path: string) =>
        context.addIssue({ code: "custom", path: [path], message: "give the URL" });
      if (first === "request" && !firstUrl?.trim()) issue("firstUrl");
      // Made from the first answer, it is empty until that is there.
      if (first === "none" && !url.trim()) issue("url");
    }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "outside",
  timesItself: true,
  sleeps: true,
  asksAgain: answerSchema,
  output: answerSchema.extend({ asked: z.int(), first: answerSchema.nullable() }),
  example: {
    config: {
      firstUrl: "https://api.example.com/transcriptions",
      firstBody: { audio: "{{ trigger.audio_url }}" },
      url: "https://api.example.com/transcriptions/{{ item.body.id }}",
      doneWhen: { all: [{ left: "{{ item.body.status }}", operator: "equals", right: "done" }] },
      failedWhen: { all: [{ left: "{{ item.body.status }}", operator: "equals", right: "failed" }] },
    },
    input: { audio_url: "https://files.example.com/call.mp3" },
  },
  summarize: ({ method = "GET", url }: JsonObject) =>
    shorten(
      `${typeof method === "string" ? method : ""} ${typeof url === "string" ? url.replace(/^https?:\/\//, "") : ""} …`,
    ),
});
