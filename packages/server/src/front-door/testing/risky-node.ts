import { setTimeout as sleep } from "node:timers/promises";
import { defineNode, defineRun, fieldHints } from "@sluice/workflow/node-contract";
import { z } from "zod";

const hints = (text: string) => ({ label: { en: text, fr: text } });

const definition = defineNode({
  type: "risky",
  version: 1,
  kind: "reach",
  title: { en: "Risky", fr: "Risqué" },
  summary: {
    en: "Takes a while, and may end the process",
    fr: "Prend du temps, et peut arrêter le processus",
  },
  icon: "skull",
  config: z.strictObject({
    ms: z.number().register(fieldHints, hints("Milliseconds")),
    deadly: z.boolean().register(fieldHints, hints("Deadly")),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "outside",
  output: z.null(),
  example: { config: { ms: 1, deadly: false }, input: null },
});

/** A step with effects outside that takes a while; a deadly one takes its process along, as a fault in a library would. */
export const runRisky = defineRun(definition, async ({ config }) => {
  await sleep(config.ms);
  if (config.deadly) process.kill(process.pid, "SIGKILL");
  return { port: "out", output: null };
});
