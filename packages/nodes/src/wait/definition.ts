import {
  defineNode,
  durationText,
  fieldHints,
  isSleepable,
  type JsonObject,
  numberField,
  shorten,
  textField,
  timeUnitField,
  timeUnits,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

const callbackOutput = z.strictObject({ body: z.json(), query: z.json(), headers: z.json() });
const approvalOutput = z.strictObject({ approved: z.boolean(), comment: z.string(), person: z.string() });
/** What leaves by `timeout`. */
const timeoutOutput = z.strictObject({ timedOut: z.literal(true) });

export const wait = defineNode({
  type: "wait",
  version: 1,
  kind: "logic",
  title: { en: "Wait", fr: "Attendre" },
  summary: {
    en: "Waits for a call to its own URL, or for a person's approval",
    fr: "Attend un appel à sa propre URL, ou l’accord d’une personne",
  },
  icon: "hourglass",
  config: z
    .strictObject({
      for: z
        .enum(["callback", "approval"])
        .default("callback")
        .register(fieldHints, {
          label: { en: "For", fr: "De quoi" },
          help: {
            en: "A third party posts to a URL that works once, or a person approves in Sluice.",
            fr: "Un tiers publie sur une URL qui ne sert qu’une fois, ou une personne donne son accord dans Sluice.",
          },
          value: "literal",
          options: {
            callback: { en: "a callback", fr: "un rappel" },
            approval: { en: "an approval", fr: "un accord" },
          },
        }),
      title: textField(z.string().max(200))
        .optional()
        .register(fieldHints, {
          label: { en: "Title", fr: "Titre" },
          help: {
            en: "What the approval is about, in one line.",
            fr: "L’objet de l’accord, en une ligne.",
          },
          placeholder: "Refund {{ trigger.order_id }}?",
          visibleWhen: { field: "for", in: ["approval"] },
        }),
      message: textField(z.string().max(10_000))
        .optional()
        .register(fieldHints, {
          label: { en: "Message", fr: "Message" },
          help: {
            en: "What the person needs to know to decide.",
            fr: "Ce qu’il faut savoir pour décider.",
          },
          placeholder: "{{ trigger.customer }} asks for {{ trigger.amount }} back.",
          control: "long-text",
          visibleWhen: { field: "for", in: ["approval"] },
        }),
      timeout: numberField(z.number().min(0))
        .optional()
        .register(fieldHints, {
          label: { en: "At most", fr: "Au plus" },
          help: {
            en: "When nothing has come by then, it goes on by the exit timeout. Left empty: it waits as long as it takes.",
            fr: "Si rien n’est venu d’ici là, on continue par la sortie timeout. Vide : l’attente dure le temps qu’il faut.",
          },
          placeholder: "3",
          control: "number",
        }),
      unit: timeUnitField({ usual: "days" }),
    })
    .superRefine((config, context) => {
      if (config.for === "approval" && !config.title?.trim())
        context.addIssue({ code: "custom", path: ["title"], message: "say what is to be approved" });
      if (config.timeout !== undefined && !isSleepable(config.timeout, config.unit))
        context.addIssue({ code: "custom", path: ["timeout"], message: "it is ten years at most" });
    }),
  ports: {
    out: { en: "out", fr: "suite" },
    rejected: { en: "rejected", fr: "refusé" },
    timeout: { en: "timeout", fr: "délai dépassé" },
  },
  absentPorts: (config) => [
    ...(config.for === "approval" ? [] : (["rejected"] as const)),
    ...(hasTimeout(config) ? [] : (["timeout"] as const)),
  ],
  sleeps: true,
  effects: "none",
  awaitsCallback: (config) => config.for !== "approval",
  waitsForSomebody: () => true,
  // What a third party will post is not known here.
  exampleOutput: (config) =>
    config.for === "approval"
      ? { output: { approved: true, comment: "", person: "ada@example.com" } }
      : undefined,
  output: z.union([callbackOutput, approvalOutput, timeoutOutput]),
  outputOf: (config) => {
    const output = config.for === "approval" ? approvalOutput : callbackOutput;
    return hasTimeout(config) ? z.union([output, timeoutOutput]) : output;
  },
  example: {
    config: {
      for: "approval",
      title: "Refund {{ trigger.order_id }}?",
      message: "{{ trigger.customer }} asks for {{ trigger.amount }} back.",
      timeout: 3,
      unit: "days",
    },
    input: { order_id: "A-17", customer: "Ada", amount: 21 },
  },
  summarize: (config, language) => summary(config, language),
});

function hasTimeout({ timeout }: JsonObject): boolean {
  return timeout !== undefined && timeout !== null && timeout !== "";
}

function summary(config: JsonObject, language: "en" | "fr"): string {
  const { title, timeout, unit } = config;
  const what = { en: "a callback", fr: "un rappel" }[language];
  const approval =
    typeof title === "string" && title !== "" ? title : { en: "approval", fr: "accord" }[language];
  const known = timeUnits.find((one) => one === unit) ?? "days";
  const most = hasTimeout(config) ? ` · ≤ ${durationText(String(timeout), known, language)}` : "";
  return shorten(`${config.for === "approval" ? approval : what}${most}`);
}
