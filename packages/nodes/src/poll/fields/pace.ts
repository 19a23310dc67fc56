import { fieldHints, numberField, timeUnitField } from "@sluice/workflow/node-contract";
import { z } from "zod";

/** How often, and for how long, it is asked. */
export const paceFields = {
  everySeconds: numberField(z.number().min(0.1).max(86_400))
    .default(5)
    .register(fieldHints, {
      label: { en: "Seconds between two questions", fr: "Secondes entre deux questions" },
      help: {
        en: "Meanwhile the step sleeps on disk. A longer wait that the server asks for (Retry-After) is kept.",
        fr: "Entre-temps, l’étape dort sur le disque. Une attente plus longue demandée par le serveur (Retry-After) est respectée.",
      },
      control: "number",
      placeholder: "5",
    }),
  factor: numberField(z.number().min(1).max(10))
    .default(1)
    .register(fieldHints, {
      label: { en: "Times longer each time", fr: "Multiplié à chaque fois par" },
      help: {
        en: "1: always the same; 2: twice as long after each question.",
        fr: "1 : toujours la même ; 2 : deux fois plus longue après chaque question.",
      },
      control: "number",
      placeholder: "1",
    }),
  mostSeconds: numberField(z.number().min(0.1).max(86_400))
    .default(300)
    .register(fieldHints, {
      label: { en: "Seconds at most between two", fr: "Secondes au plus entre deux" },
      control: "number",
      placeholder: "300",
    }),
  mostAsked: numberField(z.int().min(1).max(10_000))
    .default(500)
    .register(fieldHints, {
      label: { en: "Questions at most", fr: "Questions au plus" },
      control: "number",
      placeholder: "500",
    }),
  limit: numberField(z.number().min(0.001).max(3660))
    .default(1)
    .register(fieldHints, {
      label: { en: "Give up after", fr: "Abandonner après" },
      help: {
        en: "Counted from the first request. Then the step fails with job-not-done.",
        fr: "Compté depuis la première requête. L’étape échoue alors avec job-not-done.",
      },
      control: "number",
      placeholder: "1",
    }),
  unit: timeUnitField({ usual: "hours" }),
};
