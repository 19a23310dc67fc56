import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { parseJsonText } from "@sluice/workflow/variables";
import { z } from "zod";
import { objectIn, type Protocol } from "./exchange.ts";

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

/** Of errors that come in a stream (docs.anthropic.com/en/api/errors). */
const statuses: Readonly<Record<string, number>> = {
  rate_limit_error: 429,
  overloaded_error: 529,
  invalid_request_error: 400,
};

/**
 * Messages (docs.anthropic.com/en/api/messages). A shape is asked for as the input of a tool that must be used: every model
 * with tools can do that.
 */
export const anthropic: Protocol = {
  baseUrl: "https://api.anthropic.com",
  keyHeader: { name: "x-api-key", prefix: "" },
  headers: [{ name: "anthropic-version", value: "2023-06-01" }],
  path: () => "/v1/messages",
  body: ({ model, system, messages, schema, maxTokens, temperature }, { streamed }) => ({
    ...{ model, max_tokens: maxTokens },
    ...(streamed ? { stream: true } : {}),
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
  whole(events) {
    const message: { [name: string]: Json } = {};
    const blocks: { type: string; text: string; json: string }[] = [];
    for (const event of events) {
      const at = typeof event.index === "number" ? event.index : 0;
      const [delta, usage] = [objectIn(event, "delta") ?? {}, objectIn(event, "usage") ?? {}];
      if (event.type === "message_start") Object.assign(message, objectIn(event, "message"));
      if (event.type === "content_block_start") {
        const { type, text } = objectIn(event, "content_block") ?? {};
        blocks[at] = { type: String(type), text: typeof text === "string" ? text : "", json: "" };
      }
      const block = blocks[at];
      if (event.type === "content_block_delta" && block) {
        if (typeof delta.text === "string") block.text += delta.text;
        if (typeof delta.partial_json === "string") block.json += delta.partial_json;
      }
      if (event.type === "message_delta") {
        message.stop_reason = delta.stop_reason ?? null;
        message.usage = { ...objectIn(message, "usage"), ...usage };
      }
    }
    if (!events.some(({ type }) => type === "message_stop")) return undefined;
    const content = blocks.flatMap(({ type, text, json }): JsonObject[] => {
      if (type !== "tool_use") return [{ type, text }];
      const input = parseJsonText(json);
      return [{ type, input: input.ok ? input.value : json }];
    });
    return { ...message, content };
  },
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
    if (!parsed.success) return {};
    const { message, type = "" } = parsed.data.error;
    return { said: message, status: statuses[type] ?? 500 };
  },
};
