import { contentText, defineRun } from "@sluice/workflow/node-contract";
import { xml } from "./definition.ts";
import { readXml } from "./read.ts";
import { writeXml } from "./write.ts";

export const runXml = defineRun(xml, async ({ config, context }) => {
  if (config.action === "write") {
    return { port: "out", output: { text: writeXml(config.value ?? null, config) } };
  }
  const text = await contentText(config.source ?? "", context);
  const { lists, prefixes } = config;
  return { port: "out", output: await readXml(text, { lists, prefixes, signal: context.signal }) };
});
