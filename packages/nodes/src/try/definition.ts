import { defineNode } from "@sluice/workflow/node-contract";
import { z } from "zod";

export const tryNode = defineNode({
  type: "try",
  version: 1,
  kind: "logic",
  title: { en: "Try", fr: "Essayer" },
  summary: {
    en: "Runs the nodes inside it and catches the failure of any of them",
    fr: "Exécute les nœuds qu’il contient et rattrape l’échec de n’importe lequel",
  },
  icon: "shield-check",
  config: z.strictObject({}),
  container: { repeats: false },
  ports: { out: { en: "out", fr: "suite" }, error: { en: "error", fr: "erreur" } },
  effects: "none",
  output: z.json(),
  example: { config: {}, input: null },
  summarize: (_, language) =>
    language === "en" ? "catches failures inside" : "rattrape les échecs internes",
});
