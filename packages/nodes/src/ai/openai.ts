import type { Json } from "@sluice/workflow/node-contract";
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
const chunkSchema = z.object({
  model: z.string().optional(),
  choices: z
    .array(
      z.object({
        index: z.int().default(0),
        delta: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }).default({}),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  usage: z.json().optional(),
});
const errorSchema = z.object({
  error: z.union([
    z.string(),
    z.object({
      message: z.string(),
      code: z.union([z.string(), z.number()]).nullish(),
      type: z.string().nullish(),
    }),
  ]),
});
const ownBaseUrl = "https://api.openai.com/v1";

/** Chat completions (platform.openai.com/docs/api-reference/chat), which servers of local models speak too. */
export const openai: Protocol = {
  baseUrl: ownBaseUrl,
  keyHeader: { name: "authorization", prefix: "Bearer " },
  headers: [],
  path: () => "/chat/completions",
  body({ model, system, messages, schema, maxTokens, temperature }, { baseUrl, streamed }) {
    const before = system === "" ? [] : [{ role: "system", content: system }];
    // OpenAI's newer models refuse the old name, and most compatible servers know no other.
    const limit = baseUrl === ownBaseUrl ? "max_completion_tokens" : "max_tokens";
    return {
      ...{ model, messages: [...before, ...messages.map(({ role, content }) => ({ role, content }))] },
      [limit]: maxTokens,
      ...(temperature === undefined ? {} : { temperature }),
      ...(streamed ? { stream: true, stream_options: { include_usage: true } } : {}),
      ...(schema === undefined
        ? {}
        : { response_format: { type: "json_schema", json_schema: { name: "answer", schema } } }),
    };
  },
  whole(events) {
    let [model, content, refusal, finish] = ["", "", "", ""];
    let usage: Json = null;
    for (const event of events) {
      const parsed = chunkSchema.safeParse(event);
      if (!parsed.success) continue;
      model ||= parsed.data.model ?? "";
      // It stands in the last chunk, which has no choices; some servers repeat it in each.
      usage = parsed.data.usage ?? usage;
      const choice = parsed.data.choices.find(({ index }) => index === 0);
      content += choice?.delta.content ?? "";
      refusal += choice?.delta.refusal ?? "";
      finish = choice?.finish_reason ?? finish;
    }
    if (finish === "") return undefined;
    const message = { content, refusal: refusal === "" ? null : refusal };
    return { model, choices: [{ finish_reason: finish, message }], usage };
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
    if (typeof error === "string") return { said: error };
    const { message, code, type } = error;
    const busy = [code, type].some((one) => /^(429|rate_limit|insufficient_quota)/.test(String(one ?? "")));
    return { said: message, status: busy ? 429 : 500 };
  },
};
