import { compileSchema, exampleFromSchema } from "@sluice/workflow/json-schema";
import {
  credentialFieldSchema,
  defineNode,
  type ExampleOutput,
  fieldHints,
  type Json,
  jsonField,
  numberField,
  shorten,
  type Text,
  textField,
  timeLimitField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

export const aiProviders = ["openai", "anthropic", "google"] as const;
export type AiProvider = (typeof aiProviders)[number];

function priceField(hints: { readonly label: Text; readonly help?: Text }) {
  return numberField(z.number().min(0).max(1_000_000))
    .optional()
    .register(fieldHints, { ...hints, control: "number" });
}

export const ai = defineNode({
  type: "ai",
  version: 1,
  kind: "reach",
  title: { en: "AI model", fr: "Modèle d’IA" },
  summary: {
    en: "Asks a language model, and checks the shape of its answer",
    fr: "Interroge un modèle de langage et vérifie la forme de sa réponse",
  },
  icon: "sparkles",
  config: z.strictObject({
    provider: z
      .enum(aiProviders)
      .default("openai")
      .register(fieldHints, {
        label: { en: "Protocol", fr: "Protocole" },
        help: {
          en: "Most servers of local models speak OpenAI’s.",
          fr: "La plupart des serveurs de modèles locaux parlent celui d’OpenAI.",
        },
        value: "literal",
        options: {
          openai: { en: "OpenAI and compatible", fr: "OpenAI et compatibles" },
          anthropic: { en: "Anthropic", fr: "Anthropic" },
          google: { en: "Google Gemini", fr: "Google Gemini" },
        },
      }),
    baseUrl: textField(z.string().max(2000))
      .default("")
      .register(fieldHints, {
        label: { en: "Base URL", fr: "URL de base" },
        help: {
          en: "Empty: the provider’s own. A local model: http://localhost:11434/v1, which the operator must allow.",
          fr: "Vide : celle du fournisseur. Un modèle local : http://localhost:11434/v1, que l’exploitant doit permettre.",
        },
        placeholder: "https://api.openai.com/v1",
        escape: "url",
      }),
    credential: credentialFieldSchema.optional().register(fieldHints, {
      label: { en: "Credential", fr: "Identifiants" },
      help: {
        en: "The key as a Bearer token, whatever the protocol. A local model may need none.",
        fr: "La clé comme jeton Bearer, quel que soit le protocole. Un modèle local peut s’en passer.",
      },
      value: "credential",
      accepts: ["bearer", "header", "oauth2"],
    }),
    model: textField(z.string().min(1, "name the model").max(200)).register(fieldHints, {
      label: { en: "Model", fr: "Modèle" },
      placeholder: "gpt-5-mini",
    }),
    system: textField(z.string().max(1_000_000))
      .optional()
      .register(fieldHints, {
        label: { en: "Instructions", fr: "Consignes" },
        help: {
          en: "What the model is to do. Keep values from outside in the messages: they may try to give orders.",
          fr: "Ce que le modèle doit faire. Laissez les valeurs du dehors dans les messages : elles peuvent tenter de donner des ordres.",
        },
        control: "long-text",
      }),
    messages: z
      .array(
        z.strictObject({
          role: z
            .enum(["user", "assistant"])
            .default("user")
            .register(fieldHints, {
              label: { en: "From", fr: "De" },
              value: "literal",
              options: {
                user: { en: "the user", fr: "l’utilisateur" },
                assistant: { en: "the model", fr: "le modèle" },
              },
            }),
          content: textField(z.string().min(1, "write the message").max(1_000_000)).register(fieldHints, {
            label: { en: "Text", fr: "Texte" },
            control: "long-text",
            placeholder: "{{ trigger.message }}",
          }),
        }),
      )
      .min(1, "write a message")
      .max(100)
      .register(fieldHints, { label: { en: "Messages", fr: "Messages" }, control: "list" }),
    schema: jsonField()
      .superRefine((schema, context) => {
        const [problem] = compileSchema(schema).problems;
        if (problem)
          context.addIssue({ code: "custom", message: `this is no JSON Schema: ${JSON.stringify(problem)}` });
      })
      .optional()
      .register(fieldHints, {
        label: { en: "JSON Schema of the answer", fr: "JSON Schema de la réponse" },
        help: {
          en: "The answer is then JSON of this shape, in “json”, and checked. Empty: it is text.",
          fr: "La réponse est alors du JSON de cette forme, dans « json », et vérifiée. Vide : c’est du texte.",
        },
        placeholder: "{}",
        control: "json",
        value: "literal",
      }),
    repairs: z
      .int()
      .min(0)
      .max(3)
      .default(1)
      .register(fieldHints, {
        label: { en: "Ask again when the shape is wrong", fr: "Redemander si la forme est fausse" },
        help: {
          en: "How often the model is told what is wrong with its answer. Each time costs tokens.",
          fr: "Combien de fois dire au modèle ce qui ne va pas dans sa réponse. Chaque fois coûte des jetons.",
        },
        control: "number",
        placeholder: "1",
        value: "literal",
      }),
    maxTokens: z
      .int()
      .min(1)
      .max(200_000)
      .default(1024)
      .register(fieldHints, {
        label: { en: "Longest answer in tokens", fr: "Réponse la plus longue, en jetons" },
        control: "number",
        placeholder: "1024",
        value: "literal",
      }),
    temperature: numberField(z.number().min(0).max(2))
      .optional()
      .register(fieldHints, {
        label: { en: "Temperature", fr: "Température" },
        help: {
          en: "0: as much the same each time as it can be. Empty: the model’s own.",
          fr: "0 : aussi semblable que possible d’une fois à l’autre. Vide : celle du modèle.",
        },
        control: "number",
      }),
    inputPrice: priceField({
      label: { en: "Price of a million input tokens", fr: "Prix d’un million de jetons en entrée" },
      help: {
        en: "In US dollars, for the cost in the record. Empty: what the operator has set for the model, if anything.",
        fr: "En dollars américains, pour le coût dans l’enregistrement. Vide : ce que l’exploitant a fixé pour le modèle, le cas échéant.",
      },
    }),
    outputPrice: priceField({
      label: { en: "Price of a million output tokens", fr: "Prix d’un million de jetons en sortie" },
    }),
    timeoutSeconds: timeLimitField({
      ...{ most: 600, usual: 60 },
      help: {
        en: "How long the model may say nothing. An answer that keeps coming may take 10 minutes.",
        fr: "Combien de temps le modèle peut ne rien dire. Une réponse qui continue d’arriver peut prendre 10 minutes.",
      },
    }),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "outside",
  timesItself: true,
  exampleOutput: ({ schema, model }) => exampleAnswer(schema, model),
  output: z.strictObject({
    text: z.string(),
    json: z.json(),
    model: z.string(),
    finish: z.enum(["complete", "length"]),
    usage: z.strictObject({
      inputTokens: z.int(),
      outputTokens: z.int(),
      requests: z.int(),
      cost: z.number().nullable(),
    }),
  }),
  example: {
    config: {
      provider: "openai",
      credential: { credential: "cred_01JABCDEFGHJKMNPQRSTVWXYZ0" },
      model: "gpt-5-mini",
      system: "Answer in one sentence.",
      messages: [{ role: "user", content: "{{ trigger.question }}" }],
    },
    input: { question: "What is a webhook?" },
  },
  summarize: ({ model, system }) =>
    shorten([model, system].filter((one) => typeof one === "string" && one !== "").join(" · ")),
});

/** Without a schema a text; with one that no example is found for, nothing. */
function exampleAnswer(schema: Json | undefined, model: Json | undefined): ExampleOutput | undefined {
  const asked = schema !== undefined && schema !== "";
  const json = asked ? exampleFromSchema(schema) : null;
  if (json === undefined) return undefined;
  return {
    output: {
      text: asked ? JSON.stringify(json) : "An example of an answer",
      ...{ json, model: typeof model === "string" ? model : "", finish: "complete" },
      usage: { inputTokens: 0, outputTokens: 0, requests: 0, cost: null },
    },
  };
}
