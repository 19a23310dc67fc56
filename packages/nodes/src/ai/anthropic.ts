import { z } from "zod";
import type { Protocol } from "./exchange.ts";

const answerSchema = z.object({
  model: z.string().default(""),
  content: z.array(z.object({ type: z.string(), text: z.string().optional(), input: z.json().optional() })),
  stop_reason: z.string().nullish(),
  usage: z
    .object({
      input_tokens: z.int().default(0),
      output_tokens: z.int().default(0),
      cache_creation_input_tokens: z.int().nullish(),
      cache_read_input_tokens: z.int().nullish(),
    })
    .nullish(),
});
const errorSchema = z.object({ error: z.object({ type: z.string().optional(), message: z.string() }) });

/**
 * Messages (docs.anthropic.com/en/api/messages). A shape is asked for as the input of a tool that must be used: every model
 * with tools can do that.
 */
export const anthropic: Protocol = {
  baseUrl: "https://api.anthropic.com",
  keyHeader: { name: "x-api-key", prefix: "" },
  headers: [{ name: "anthropic-version", value: "2023-06-01" }],
  path: () => "/v1/messages",
  body: ({ model, system, messages, schema, maxTokens, temperature }) => ({
    ...{ model, max_tokens: maxTokens },
    ...(system === "" ? {} : { system }),
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...(temperature === undefined ? {} : { temperature: Math.min(1, temperature) }),
    ...(schema === undefined
      ? {}
      : {
          tools: [{ name: "answer", description: "Gives the answer.", input_schema: schema }],
          tool_choice: { type: "tool", name: "answer" },
        }),
  }),
  read(given) {
    const parsed = answerSchema.safeParse(given);
    if (!parsed.success) return undefined;
    const { content, stop_reason: reason, usage, model } = parsed.data;
    const used = content.find(({ type }) => type === "tool_use");
    return {
      model,
      text: used
        ? JSON.stringify(used.input ?? null)
        : content.flatMap(({ type, text }) => (type === "text" ? [text ?? ""] : [])).join(""),
      finish: reason === "refusal" ? "refused" : reason === "max_tokens" ? "length" : "complete",
      inputTokens:
        (usage?.input_tokens ?? 0) +
        (usage?.cache_creation_input_tokens ?? 0) +
        (usage?.cache_read_input_tokens ?? 0),
      outputTokens: usage?.output_tokens ?? 0,
    };
  },
  failure(given) {
    const parsed = errorSchema.safeParse(given);
    return parsed.success ? { said: parsed.data.error.message } : {};
  },
};
