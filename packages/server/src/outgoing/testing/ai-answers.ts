/** An answer of a provider, as a test scripts it. Text goes out as it is. */
export interface Scripted {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/* Whole answers, as each provider's pages show them. */

export const openai = (text: string, finish = "stop") => ({
  id: "chatcmpl-1",
  model: "model-1-2026",
  choices: [
    { index: 0, message: { role: "assistant", content: text, refusal: null }, finish_reason: finish },
  ],
  usage: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 },
});
export const anthropic = (content: unknown[], stop = "end_turn") => ({
  ...{ id: "msg_1", type: "message", role: "assistant", model: "model-1-2026", content, stop_reason: stop },
  usage: { input_tokens: 12, output_tokens: 5, cache_read_input_tokens: 0 },
});
export const google = (parts: unknown[], finishReason = "STOP") => ({
  candidates: [{ content: { role: "model", parts }, finishReason, index: 0 }],
  usageMetadata: {
    promptTokenCount: 12,
    candidatesTokenCount: 4,
    thoughtsTokenCount: 1,
    totalTokenCount: 17,
  },
  modelVersion: "model-1-2026",
});

/** A stream of events as each provider's pages show one, cut into pieces where no event ends. */
export const streams = {
  openai: [
    {
      model: "model-1-2026",
      choices: [{ index: 0, delta: { role: "assistant", content: "" } }],
      usage: null,
    },
    { model: "model-1-2026", choices: [{ index: 0, delta: { content: "Than" } }], usage: null },
    { model: "model-1-2026", choices: [{ index: 0, delta: { content: "ks!" } }], usage: null },
    { choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage: null },
    { choices: [], usage: { prompt_tokens: 12, completion_tokens: 5 } },
  ],
  anthropic: [
    {
      type: "message_start",
      message: {
        ...{ id: "msg_1", type: "message", role: "assistant", model: "model-1-2026", content: [] },
        ...{ stop_reason: null, usage: { input_tokens: 12, output_tokens: 1 } },
      },
    },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "ping" },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Than" } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "ks!" } },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 5 } },
    { type: "message_stop" },
  ],
  google: [
    { candidates: [{ content: { parts: [{ text: "hm", thought: true }] } }], modelVersion: "model-1-2026" },
    { candidates: [{ content: { parts: [{ text: "Than" }] } }], usageMetadata: { promptTokenCount: 12 } },
    google([{ text: "ks!" }]),
  ],
} as const satisfies Record<string, readonly object[]>;
export type Provider = keyof typeof streams;
export const providers = ["openai", "anthropic", "google"] as const;
