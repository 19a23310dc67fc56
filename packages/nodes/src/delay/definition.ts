import {
  defineNode,
  durationText,
  fieldHints,
  isSleepable,
  type JsonObject,
  numberField,
  shorten,
  type TimeUnit,
  textField,
  timeUnitField,
  timeUnits,
} from "@sluice/workflow/node-contract";
import { z } from "zod";

export const delay = defineNode({
  type: "delay",
  version: 1,
  kind: "logic",
  title: { en: "Delay", fr: "Délai" },
  summary: {
    en: "Waits for a length of time, or until a moment",
    fr: "Attend pendant un temps donné, ou jusqu’à un moment",
  },
  icon: "clock-pause",
  config: z
    .strictObject({
      mode: z
        .enum(["for", "until"])
        .default("for")
        .register(fieldHints, {
          label: { en: "Wait", fr: "Attendre" },
          help: {
            en: "For a length of time, or until a moment that a template gives.",
            fr: "Pendant un temps donné, ou jusqu’à un moment qu’un modèle fournit.",
          },
          value: "literal",
          options: {
            for: { en: "for a time", fr: "pendant un temps" },
            until: { en: "until a moment", fr: "jusqu’à un moment" },
          },
        }),
      amount: numberField(z.number().min(0))
        .optional()
        .register(fieldHints, {
          label: { en: "Time", fr: "Temps" },
          help: {
            en: "How long, in the unit below; at most ten years. 0 goes on at once.",
            fr: "Combien, dans l’unité ci-dessous ; dix ans au plus. 0 continue aussitôt.",
          },
          placeholder: "10",
          control: "number",
          visibleWhen: { field: "mode", in: ["for"] },
        }),
      unit: timeUnitField({
        usual: "minutes",
        help: { en: "A day is 24 hours.", fr: "Un jour compte 24 heures." },
        visibleWhen: { field: "mode", in: ["for"] },
      }),
      until: textField(z.string().max(100))
        .optional()
        .register(fieldHints, {
          label: { en: "Moment", fr: "Moment" },
          help: {
            en: "A date and time with its zone, as 2026-01-31T09:00:00Z. A moment in the past goes on at once.",
            fr: "Une date et une heure avec leur fuseau, comme 2026-01-31T09:00:00Z. Un moment passé continue aussitôt.",
          },
          placeholder: "{{ date(now).plus(1, 'days') }}",
          visibleWhen: { field: "mode", in: ["until"] },
        }),
    })
    .superRefine(({ mode, amount, unit, until }, context) => {
      const issue = (path: string, message: string) =>
        context.addIssue({ code: "custom", path: [path], message });
      if (mode === "until" && !until) issue("until", "give the moment to wait for");
      if (mode === "for" && amount === undefined) issue("amount", "say how long");
      if (mode === "for" && amount !== undefined && !isSleepable(amount, unit))
        issue("amount", "a delay is ten years at most");
    }),
  ports: { out: { en: "out", fr: "suite" } },
  sleeps: true,
  effects: "none",
  output: z.json(),
  example: { config: { mode: "for", amount: 10, unit: "minutes" }, input: { order_id: "A-17" } },
  summarize: (config, language) => summary(config, language),
});

function summary({ mode, amount, unit, until }: JsonObject, language: "en" | "fr"): string {
  if (mode === "until") return shorten(`→ ${typeof until === "string" ? until : "?"}`);
  const known = typeof amount === "number" || typeof amount === "string" ? amount : "?";
  return shorten(durationText(known, isUnit(unit) ? unit : "minutes", language));
}

function isUnit(value: JsonObject[string] | undefined): value is TimeUnit {
  return timeUnits.some((unit) => unit === value);
}
