import { z } from "zod";
import type { Protocol } from "./exchange.ts";

const answerSchema = z.object({
  modelVersion: z.string().default(""),
  candidates: z
    .array(
      z.object({
        finishReason: z.string().nullish(),
        content: z
          .object({
            parts: z
              .array(z.object({ text: z.string().optional(), thought: z.boolean().optional() }))
              .default([]),
          })
          .nullish(),
      }),
    )
    .default([]),
  promptFeedback: z.object({ blockReason: z.string().nullish() }).nullish(),
  usageMetadata: z
    .object({
      promptTokenCount: z.int().default(0),
      candidatesTokenCount: z.int().default(0),
      thoughtsTokenCount: z.int().default(0),
    })
    .nullish(),
});
const errorSchema = z.object({
  error: z.object({
    code: z.int().optional(),
    message: z.string(),
    details: z
      .array(z.object({ "@type": z.string().optional(), retryDelay: z.string().optional() }))
      .default([]),
  }),
});
const refusals: ReadonlySet<string> = new Set([
  ...["SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE"],
]);

/** generateContent (ai.google.dev/api/generate-content). */
export const google: Protocol = {
  baseUrl: "https://generativelanguage.googleapis.com",
  keyHeader: { name: "x-goog-api-key", prefix: "" },
  headers: [],
  path({ model }, streamed) {
    const how = streamed ? "streamGenerateContent?alt=sse" : "generateContent";
    return `/v1beta/models/${encodeURIComponent(model.replace(/^models\//, ""))}:${how}`;
  },
  body: ({ system, messages, schema, maxTokens, temperature }) => ({
    ...(system === "" ? {} : { systemInstruction: { parts: [{ text: system }] } }),
    contents: messages.map(({ role, content }) => ({
      role: role === "user" ? "user" : "model",
      parts: [{ text: content }],
    })),
    generationConfig: {
      maxOutputTokens: maxTokens,
      ...(temperature === undefined ? {} : { temperature }),
      ...(schema === undefined ? {} : { responseMimeType: "application/json", responseJsonSchema: schema }),
    },
  }),
  whole(events) {
    const chunks = events.flatMap((event) => answerSchema.safeParse(event).data ?? []);
    const firsts = chunks.flatMap(({ candidates: [candidate] }) => candidate ?? []);
    const finishReason = firsts.findLast((one) => one.finishReason)?.finishReason;
    const blocked = chunks.find(({ promptFeedback }) => promptFeedback?.blockReason);
    if (blocked) return { promptFeedback: { blockReason: blocked.promptFeedback?.blockReason ?? null } };
    if (!finishReason) return undefined;
    const texts = firsts
      .flatMap(({ content }) => content?.parts ?? [])
      .flatMap(({ text, thought }) => (thought ? [] : [text ?? ""]));
    return {
      candidates: [{ finishReason, content: { parts: texts.map((text) => ({ text })) } }],
      modelVersion: chunks[0]?.modelVersion ?? "",
      usageMetadata: { ...chunks.findLast(({ usageMetadata }) => usageMetadata)?.usageMetadata },
    };
  },
  read(given) {
    const parsed = answerSchema.safeParse(given);
    if (!parsed.success) return undefined;
    const { candidates, promptFeedback, usageMetadata: usage, modelVersion } = parsed.data;
    const [candidate] = candidates;
    if (candidate === undefined && !promptFeedback?.blockReason) return undefined;
    const refused = candidate === undefined || refusals.has(candidate.finishReason ?? "");
    return {
      model: modelVersion,
      text: refused
        ? (promptFeedback?.blockReason ?? candidate?.finishReason ?? "")
        : (candidate.content?.parts ?? [])
            .flatMap(({ text, thought }) => (thought ? [] : [text ?? ""]))
            .join(""),
      finish: refused ? "refused" : candidate.finishReason === "MAX_TOKENS" ? "length" : "complete",
      inputTokens: usage?.promptTokenCount ?? 0,
      outputTokens: (usage?.candidatesTokenCount ?? 0) + (usage?.thoughtsTokenCount ?? 0),
    };
  },
  failure(given) {
    const parsed = errorSchema.safeParse(given);
    if (!parsed.success) return {};
    const { code, message, details } = parsed.data.error;
    // It has no Retry-After: the delay stands in the body, as "37s" or "1.5s".
    const seconds = details
      .map(({ retryDelay = "" }) => /^(\d+(?:\.\d+)?)s$/.exec(retryDelay)?.[1])
      .find(Boolean);
    return {
      said: message,
      ...(code === undefined ? {} : { status: code }),
      ...(seconds === undefined ? {} : { retryAfterMs: Math.ceil(Number(seconds) * 1000) }),
    };
  },
};
