import { z } from "zod";
import type { Protocol } from "./exchange.ts";

const answerSchema = z.object({
  model: z.string().default(""),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.int().default(0), completion_tokens: z.int().default(0) }).nullish(),
});
const errorSchema = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });
const ownBaseUrl = "https://api.openai.com/v1";

/** Chat completions (platform.openai.com/docs/api-reference/chat), which servers of local models speak too. */
export const openai: Protocol = {
  baseUrl: ownBaseUrl,
  keyHeader: { name: "authorization", prefix: "Bearer " },
  headers: [],
  path: () => "/chat/completions",
  body({ model, system, messages, schema, maxTokens, temperature }, baseUrl) {
    const before = system === "" ? [] : [{ role: "system", content: system }];
    // OpenAI's newer models refuse the old name, and most compatible servers know no other.
    const limit = baseUrl === ownBaseUrl ? "max_completion_tokens" : "max_tokens";
    return {
      ...{ model, messages: [...before, ...messages.map(({ role, content }) => ({ role, content }))] },
      [limit]: maxTokens,
      ...(temperature === undefined ? {} : { temperature }),
      ...(schema === undefined
        ? {}
        : { response_format: { type: "json_schema", json_schema: { name: "answer", schema } } }),
    };
  },
  read(given) {
    const parsed = answerSchema.safeParse(given);
    const [choice] = parsed.data?.choices ?? [];
    if (!parsed.success || choice === undefined) return undefined;
    const { content, refusal } = choice.message;
    const refused = Boolean(refusal) || choice.finish_reason === "content_filter";
    return {
      text: refused ? (refusal ?? "") : (content ?? ""),
      model: parsed.data.model,
      finish: refused ? "refused" : choice.finish_reason === "length" ? "length" : "complete",
      inputTokens: parsed.data.usage?.prompt_tokens ?? 0,
      outputTokens: parsed.data.usage?.completion_tokens ?? 0,
    };
  },
  failure(given) {
    const parsed = errorSchema.safeParse(given);
    if (!parsed.success) return {};
    const { error } = parsed.data;
    return { said: typeof error === "string" ? error : error.message };
  },
};
