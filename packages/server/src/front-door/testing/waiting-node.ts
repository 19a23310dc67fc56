import { defineNode, defineRun, fieldHints, type Json } from "@sluice/workflow/node-contract";
import { z } from "zod";

const definition = defineNode({
  type: "waiting",
  version: 1,
  kind: "reach",
  title: { en: "Waiting", fr: "En attente" },
  summary: { en: "Waits until the test lets it go", fr: "Attend que le test le libère" },
  icon: "clock",
  config: z.strictObject({
    name: z.string().register(fieldHints, { label: { en: "Name", fr: "Nom" } }),
  }),
  ports: { out: { en: "out", fr: "suite" } },
  effects: "outside",
  output: z.json(),
  example: { config: { name: "a" }, input: null },
});

/** A node with effects outside that ends when the test says so, and notes every visit. */
export function waitingNode() {
  const visits: { name: string; key: string; input: Json; signal: AbortSignal }[] = [];
  const release = new Map<string, (output: Json | Error) => void>();
  const runner = defineRun(definition, ({ config, context, input }) => {
    visits.push({ name: config.name, key: context.idempotencyKey, input, signal: context.signal });
    return new Promise((resolve, reject) => {
      release.set(config.name, (output) => {
        if (output instanceof Error) reject(output);
        else resolve({ port: "out", output });
      });
    });
  });
  return {
    runner,
    visits,
    /** Waits until the node of this name runs, then lets it end. */
    async let(name: string, output: Json | Error): Promise<void> {
      for (let turn = 0; turn < 2000 && !release.has(name); turn += 1) {
        await new Promise((next) => setTimeout(next, 5));
      }
      const go = release.get(name);
      if (!go) throw new Error(`${name} never ran`);
      release.delete(name);
      go(output);
    },
  };
}
