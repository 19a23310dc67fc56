import { type CompiledSchema, compileSchema } from "@sluice/workflow/json-schema";
import { defineRun, type Json, NodeError } from "@sluice/workflow/node-contract";
import { parseJsonText } from "@sluice/workflow/variables";
import { ask } from "./ask.ts";
import { ai } from "./definition.ts";
import type { AiMessage, Answer } from "./exchange.ts";

/** Trying again is the engine's; telling the model what is wrong with its answer is done here, in the same step. */
export const runAi = defineRun(ai, async ({ config, context }) => {
  const { model, system = "", schema, maxTokens, temperature, repairs } = config;
  const compiled = schema === undefined ? undefined : compileSchema(schema);
  const messages: AiMessage[] = [...config.messages];
  const usage = { inputTokens: 0, outputTokens: 0, requests: 0 };
  for (;;) {
    const answer = await ask({ model, system, messages, schema, maxTokens, temperature }, config, context);
    usage.inputTokens += answer.inputTokens;
    usage.outputTokens += answer.outputTokens;
    usage.requests += 1;
    const read = compiled ? readJson(answer, compiled) : { value: null, wrong: undefined };
    if (read.wrong === undefined) {
      const { text, finish } = answer;
      const output = {
        text,
        json: read.value,
        model: answer.model || model,
        finish: finish === "length" ? finish : "complete",
        usage,
      } as const;
      return { port: "out", output };
    }
    context.log(`the answer has the wrong shape: ${read.wrong}`);
    if (answer.finish === "length" || usage.requests > repairs) throw wrongShape(answer, read.wrong, usage);
    messages.push(
      { role: "assistant", content: answer.text || "(nothing)" },
      {
        role: "user",
        content: `This does not fit the JSON Schema: ${read.wrong}. Answer again, with JSON only.`,
      },
    );
  }
});

function readJson({ text }: Answer, schema: CompiledSchema): { value: Json; wrong: string | undefined } {
  // Servers that know no schemas tend to wrap the JSON in a fence.
  const bare = /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/.exec(text)?.[1] ?? text;
  const parsed = bare.trim() === "" ? undefined : parseJsonText(bare);
  if (!parsed?.ok) return { value: null, wrong: "it is not JSON" };
  const violations = schema.check(parsed.value);
  if (violations.length === 0) return { value: parsed.value, wrong: undefined };
  const wrong = violations
    .slice(0, 5)
    .map(({ path, expected, got }) => `${path}: expected ${expected}, got ${got}`);
  return { value: null, wrong: wrong.join("; ") };
}

function wrongShape(
  { finish }: Answer,
  wrong: string,
  { inputTokens, outputTokens }: { inputTokens: number; outputTokens: number },
): NodeError {
  const spent = `(${inputTokens} + ${outputTokens} tokens)`;
  return finish === "length"
    ? new NodeError({
        code: "ai-answer-cut",
        message: `the answer was cut at the limit of tokens; allow more ${spent}`,
      })
    : new NodeError({
        code: "ai-answer-misshapen",
        message: `the answer does not fit the schema: ${wrong} ${spent}`,
      });
}
