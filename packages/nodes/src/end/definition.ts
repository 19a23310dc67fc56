import { defineNode, fieldHints, shorten, textField } from "@sluice/workflow/node-contract";
import { z } from "zod";

export const end = defineNode({
  type: "end",
  version: 1,
  kind: "logic",
  title: { en: "End", fr: "Fin" },
  summary: {
    en: "Ends the whole execution, as succeeded or as failed",
    fr: "Termine toute l’exécution, en succès ou en échec",
  },
  icon: "flag",
  config: z.strictObject({
    status: z
      .enum(["succeeded", "failed"])
      .default("succeeded")
      .register(fieldHints, {
        label: { en: "As", fr: "En" },
        help: {
          en: "A failure by design is told apart from one by error.",
          fr: "Un échec voulu se distingue d’un échec par erreur.",
        },
        value: "literal",
        options: {
          succeeded: { en: "succeeded", fr: "succès" },
          failed: { en: "failed", fr: "échec" },
        },
      }),
    message: textField(z.string().max(2000))
      .optional()
      .register(fieldHints, {
        label: { en: "Message", fr: "Message" },
        help: {
          en: "Why it ends, for those who look at the execution. The sender never sees it.",
          fr: "La raison, pour qui consulte l’exécution. L’expéditeur ne la voit jamais.",
        },
        placeholder: "Order {{ trigger.order_id }} is unknown",
        control: "long-text",
      }),
  }),
  ports: {},
  effects: "none",
  output: z.strictObject({ status: z.enum(["succeeded", "failed"]), message: z.string().nullable() }),
  example: {
    config: { status: "failed", message: "Order {{ trigger.order_id }} is unknown" },
    input: { order_id: "A-17" },
  },
  summarize: ({ status, message }, language) => {
    const label = { succeeded: { en: "Succeeded", fr: "Succès" }, failed: { en: "Failed", fr: "Échec" } };
    const word = label[status === "failed" ? "failed" : "succeeded"][language];
    return shorten(typeof message === "string" && message !== "" ? `${word}: ${message}` : word);
  },
});
