import { type CompiledSchema, compileSchema } from "@sluice/workflow/json-schema";
import {
  defineRun,
  type Json,
  NodeError,
  type RunContext,
  type Spent,
  type TokenPrice,
} from "@sluice/workflow/node-contract";
import { parseJsonText } from "@sluice/workflow/variables";
import { ask } from "./ask.ts";
import { ai } from "./definition.ts";
import type { AiConfig, AiMessage, Answer } from "./exchange.ts";

/** Trying again is the engine's; telling the model what is wrong with its answer is done here, in the same step. */
export const runAi = defineRun(ai, async ({ config, context }) => {
  const { model, system = "", schema, maxTokens, temperature, repairs } = config;
  const compiled = schema === undefined ? undefined : compileSchema(schema);
  const price = priceOf(config, context);
  const messages: AiMessage[] = [...config.messages];
  let spent: Spent = { inputTokens: 0, outputTokens: 0, requests: 0, cost: null };
  for (;;) {
    const answer = await withSpent(
      ask({ model, system, messages, schema, maxTokens, temperature }, config, context),
      spent,
    );
    spent = withAnswer(spent, answer, price);
    if (answer.finish === "refused") throw refused(answer, spent);
    const read = compiled ? readJson(answer, compiled) : { value: null, wrong: undefined };
    if (read.wrong === undefined) {
      const { text, finish } = answer;
      const output = {
        text,
        json: read.value,
        model: answer.model || model,
        finish,
        usage: { ...spent },
      } as const;
      return { port: "out", output, spent };
    }
    context.log(`the answer has the wrong shape: ${read.wrong}`);
    if (answer.finish === "length" || spent.requests > repairs) throw wrongShape(answer, read.wrong, spent);
    messages.push(
      { role: "assistant", content: answer.text || "(nothing)" },
      {
        role: "user",
        content: `This does not fit the JSON Schema: ${read.wrong}. Answer again, with JSON only.`,
      },
    );
  }
});

/** The node's own price goes first; one of its two alone leaves the other free. */
function priceOf(
  { model, inputPrice, outputPrice }: AiConfig,
  context: Pick<RunContext, "tokenPrice">,
): TokenPrice | undefined {
  if (inputPrice === undefined && outputPrice === undefined) return context.tokenPrice(model);
  return { input: inputPrice ?? 0, output: outputPrice ?? 0 };
}

function withAnswer(before: Spent, answer: Answer, price: TokenPrice | undefined): Spent {
  const inputTokens = before.inputTokens + answer.inputTokens;
  const outputTokens = before.outputTokens + answer.outputTokens;
  const cost = price ? (inputTokens * price.input + outputTokens * price.output) / 1_000_000 : null;
  return { inputTokens, outputTokens, requests: before.requests + 1, cost };
}

/** What earlier questions of this step have cost stands in the record of a later one's failure. */
async function withSpent(asking: Promise<Answer>, spent: Spent): Promise<Answer> {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof NodeError) || spent.requests === 0) throw error;
    const { code, message, kind, status, retryAfterMs } = error;
    throw new NodeError({
      ...{ code, message, kind, spent, cause: error },
      ...(status === undefined ? {} : { status }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
}

function refused({ text }: Answer, spent: Spent): NodeError {
  const reason = text === "" ? "" : `: ${text.slice(0, 300)}`;
  return new NodeError({ code: "ai-refused", message: `the model would not answer${reason}`, spent });
}

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

function wrongShape({ finish }: Answer, wrong: string, spent: Spent): NodeError {
  const { inputTokens, outputTokens } = spent;
  const used = `(${inputTokens} + ${outputTokens} tokens)`;
  return finish === "length"
    ? new NodeError({
        code: "ai-answer-cut",
        message: `the answer was cut at the limit of tokens; allow more ${used}`,
        spent,
      })
    : new NodeError({
        code: "ai-answer-misshapen",
        message: `the answer does not fit the schema: ${wrong} ${used}`,
        spent,
      });
}
