import {
  defineNode,
  fieldHints,
  isSleepable,
  type JsonObject,
  jsonField,
  numberField,
  shorten,
  timeUnitField,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

export const call = defineNode({
  type: "call",
  version: 1,
  kind: "logic",
  title: { en: "Call a workflow", fr: "Appeler un workflow" },
  summary: {
    en: "Starts another workflow, and waits for its output or not",
    fr: "Démarre un autre workflow, en attendant sa sortie ou non",
  },
  icon: "arrow-guide",
  config: z
    .strictObject({
      workflow: z
        .string()
        .min(1, "choose a workflow")
        .max(64)
        .register(fieldHints, {
          label: { en: "Workflow", fr: "Workflow" },
          help: {
            en: "Its published version runs. Its trigger must be a call.",
            fr: "Sa version publiée est exécutée. Son déclencheur doit être un appel.",
          },
          control: "workflow",
          value: "literal",
        }),
      input: jsonField()
        .optional()
        .register(fieldHints, {
          label: { en: "Input", fr: "Entrée" },
          help: {
            en: "An object. The called workflow reads its fields as trigger.<name>.",
            fr: "Un objet. Le workflow appelé lit ses champs comme trigger.<nom>.",
          },
          placeholder: "{}",
          control: "json",
        }),
      wait: z
        .boolean()
        .default(true)
        .register(fieldHints, {
          label: { en: "Wait for its end", fr: "Attendre sa fin" },
          help: {
            en: "On: its output is the output of this step, its failure fails this step. Off: it is started and this one goes on.",
            fr: "Activé : sa sortie devient celle de cette étape, son échec la fait échouer. Désactivé : il démarre et l’on continue.",
          },
          value: "literal",
        }),
      timeout: numberField(z.number().min(0))
        .optional()
        .register(fieldHints, {
          label: { en: "At most", fr: "Au plus" },
          help: {
            en: "When it has not ended by then, this step fails; the called workflow goes on. Left empty: as long as it takes.",
            fr: "S’il n’est pas fini d’ici là, cette étape échoue ; le workflow appelé continue. Vide : le temps qu’il faut.",
          },
          placeholder: "10",
          control: "number",
          visibleWhen: { field: "wait", in: [true] },
        }),
      unit: timeUnitField({ usual: "minutes", visibleWhen: { field: "wait", in: [true] } }),
    })
    .refine(({ timeout, unit }) => timeout === undefined || isSleepable(timeout, unit), {
      path: ["timeout"],
      message: "it is ten years at most",
    }),
  ports: { out: { en: "out", fr: "suite" } },
  sleeps: true,
  waitsForSomebody: ({ wait }) => wait !== false,
  effects: "none",
  output: z.json(),
  outputOf: ({ wait }) => (wait === false ? z.strictObject({ started: z.literal(true) }) : z.json()),
  example: {
    config: { workflow: "wf_billing", input: { order: "{{ trigger.order_id }}" }, wait: true },
    input: { order_id: "A-17" },
  },
  summarize: (config, language) => summary(config, language),
});

function summary({ workflow, wait }: JsonObject, language: "en" | "fr"): string {
  const how = wait === false ? { en: "start", fr: "démarrer" } : { en: "call", fr: "appeler" };
  return shorten(`${how[language]} ${typeof workflow === "string" && workflow !== "" ? workflow : "?"}`);
}
