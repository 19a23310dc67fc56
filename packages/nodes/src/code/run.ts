import { defineRun, NodeError } from "@sluice/workflow/node-contract";
import { code } from "./definition.ts";

export const runCode = defineRun(code, async ({ config, input, context }) => {
  const log = (lines: readonly string[]) => {
    for (const line of lines) context.log(line);
  };
  try {
    const { value, console } = await context.sandbox({
      language: "javascript",
      source: config.code,
      values: { ...context.scope(), input },
      timeoutMs: config.timeoutSeconds * 1000,
      memoryBytes: config.memoryMb * 1024 * 1024,
    });
    log(console);
    return { port: "out" as const, output: value };
  } catch (thrown) {
    // What it wrote until it failed is what its author wants to see most.
    if (thrown instanceof NodeError) log(thrown.console ?? []);
    throw thrown;
  }
});
