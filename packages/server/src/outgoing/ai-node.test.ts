import { runners } from "@sluice/nodes/runners";
import { NodeError, type PlainCredential, type RunContext } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOutgoing, type WaysOut } from "./outgoing.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";
import { runContext } from "./testing/run-context.ts";

/*
 * The node type `ai` and the way out together, against a server that speaks the three protocols as their pages describe them,
 * their refusals included.
 */
interface Scripted {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

let next: Scripted;
let receiver: Receiver;
let out: WaysOut;
beforeAll(async () => {
  receiver = await startReceiver((_, response) => {
    response.writeHead(next.status, { "content-type": "application/json", ...next.headers });
    response.end(typeof next.body === "string" ? next.body : JSON.stringify(next.body));
  });
  out = createOutgoing({ allowNetworks: ["127.0.0.1"] });
});
afterAll(async () => {
  await out.close();
  await receiver.close();
});
beforeEach(() => {
  receiver.received.length = 0;
});

const { ai } = runners;
const key: PlainCredential = { type: "bearer", token: "key-canary", hosts: ["127.0.0.1"] };
const schema = { type: "object", properties: { mood: { type: "string" } }, required: ["mood"] };
const messages = [
  { role: "user", content: "Hi" },
  { role: "assistant", content: "Hello" },
  { role: "user", content: "I love it" },
];

async function run(config: Record<string, unknown>, more: Partial<RunContext> = {}) {
  const context = runContext({
    fetch: (request) => out.fetch(request),
    credential: async () => key,
    ...more,
  });
  const whole = {
    baseUrl: receiver.url,
    model: "model-1",
    system: "Be kind.",
    messages,
    maxTokens: 50,
    ...config,
  };
  const parsed = ai.definition.config.parse({ credential: { credential: "cred_1" }, ...whole });
  return ai.run({ config: parsed, input: null, context });
}
const sent = () => {
  const [request] = receiver.received;
  return { ...request, body: JSON.parse(request?.body ?? "null") };
};

const openai = (text: string, finish = "stop") => ({
  id: "chatcmpl-1",
  model: "model-1-2026",
  choices: [
    { index: 0, message: { role: "assistant", content: text, refusal: null }, finish_reason: finish },
  ],
  usage: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 },
});
const anthropic = (content: unknown[], stop = "end_turn") => ({
  ...{ id: "msg_1", type: "message", role: "assistant", model: "model-1-2026", content, stop_reason: stop },
  usage: { input_tokens: 12, output_tokens: 5, cache_read_input_tokens: 0 },
});
const google = (parts: unknown[], finishReason = "STOP") => ({
  candidates: [{ content: { role: "model", parts }, finishReason, index: 0 }],
  usageMetadata: {
    promptTokenCount: 12,
    candidatesTokenCount: 4,
    thoughtsTokenCount: 1,
    totalTokenCount: 17,
  },
  modelVersion: "model-1-2026",
});
const said = { text: "Thanks!", json: null, model: "model-1-2026", finish: "complete" };
const usage = { inputTokens: 12, outputTokens: 5, requests: 1, cost: null };

describe("a question, in the words of each provider", () => {
  it("OpenAI: chat completions", async () => {
    next = { status: 200, body: openai("Thanks!") };
    expect(await run({ temperature: 0.5 })).toEqual({
      port: "out",
      output: { ...said, usage },
      spent: usage,
    });
    expect(sent()).toMatchObject({
      ...{ method: "POST", path: "/chat/completions" },
      headers: { authorization: "Bearer key-canary", "content-type": "application/json" },
      body: {
        ...{ model: "model-1", max_tokens: 50, temperature: 0.5 },
        messages: [{ role: "system", content: "Be kind." }, ...messages],
      },
    });
  });

  it("Anthropic: messages", async () => {
    next = { status: 200, body: anthropic([{ type: "text", text: "Thanks!" }]) };
    expect(await run({ provider: "anthropic" })).toMatchObject({ port: "out", output: { ...said, usage } });
    expect(sent()).toMatchObject({
      path: "/v1/messages",
      headers: { "x-api-key": "key-canary", "anthropic-version": "2023-06-01" },
      body: { model: "model-1", max_tokens: 50, system: "Be kind.", messages },
    });
    expect(sent().headers).not.toHaveProperty("authorization");
  });

  it("Google: generateContent", async () => {
    next = { status: 200, body: google([{ text: "thinking", thought: true }, { text: "Thanks!" }]) };
    expect(await run({ provider: "google" })).toMatchObject({ port: "out", output: { ...said, usage } });
    expect(sent()).toMatchObject({
      path: "/v1beta/models/model-1:streamGenerateContent?alt=sse",
      headers: { "x-goog-api-key": "key-canary" },
      body: {
        systemInstruction: { parts: [{ text: "Be kind." }] },
        contents: [{ role: "user" }, { role: "model", parts: [{ text: "Hello" }] }, { role: "user" }],
        generationConfig: { maxOutputTokens: 50 },
      },
    });
  });

  it("without a credential, for a local model", async () => {
    next = { status: 200, body: openai("Thanks!") };
    await run({ credential: undefined });
    expect(sent().headers).not.toHaveProperty("authorization");
  });
});

describe("an answer of a shape", () => {
  it.each<[string, unknown, object]>([
    [
      "openai",
      openai('{"mood":"good"}'),
      { response_format: { type: "json_schema", json_schema: { name: "answer", schema } } },
    ],
    [
      "anthropic",
      anthropic([{ type: "tool_use", id: "t1", name: "answer", input: { mood: "good" } }], "tool_use"),
      { tools: [{ name: "answer", input_schema: schema }], tool_choice: { type: "tool", name: "answer" } },
    ],
    [
      "google",
      google([{ text: '{"mood":' }, { text: '"good"}' }]),
      { generationConfig: { responseMimeType: "application/json", responseJsonSchema: schema } },
    ],
  ])("%s", async (provider, body, asked) => {
    next = { status: 200, body };
    expect(await run({ provider, schema })).toMatchObject({ output: { json: { mood: "good" }, usage } });
    expect(sent().body).toMatchObject(asked);
  });

  it.each<[string, unknown]>([
    ["openai", openai('{"mood":"g', "length")],
    ["anthropic", anthropic([{ type: "text", text: '{"mood' }], "max_tokens")],
    ["google", google([{ text: '{"mood' }], "MAX_TOKENS")],
  ])("%s: cut at the limit of tokens, it is not asked again", async (provider, body) => {
    next = { status: 200, body };
    await expect(run({ provider, schema })).rejects.toMatchObject({ code: "ai-answer-cut", kind: "other" });
    expect(receiver.received).toHaveLength(1);
    expect(await run({ provider })).toMatchObject({ output: { finish: "length" } });
  });
});

/** A stream of events as each provider's pages show one, cut into pieces where no event ends. */
const streams = {
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
type Provider = keyof typeof streams;
const providers = ["openai", "anthropic", "google"] as const;

function streamed(events: readonly object[], end = ""): Scripted {
  const body = events.map((event) => `event: e\r\ndata: ${JSON.stringify(event)}\r\n\r\n`).join("");
  return {
    status: 200,
    body: `${body}${end}`,
    headers: { "content-type": "text/event-stream; charset=utf-8" },
  };
}

describe("an answer that comes in pieces", () => {
  it.each(providers)("%s: is the same in the end, and counted", async (provider) => {
    next = streamed(streams[provider], provider === "openai" ? "data: [DONE]\n\n" : "");
    expect(await run({ provider })).toMatchObject({ output: { ...said, usage } });
    const { path, body } = sent();
    expect(provider === "google" ? path?.endsWith("?alt=sse") : body.stream).toBe(true);
    if (provider === "openai") expect(body.stream_options).toEqual({ include_usage: true });
  });

  it("a tool's input, which Anthropic sends as pieces of JSON", async () => {
    const input = (partial_json: string) => ({
      ...{ type: "content_block_delta", index: 1 },
      delta: { type: "input_json_delta", partial_json },
    });
    next = streamed([
      ...streams.anthropic.slice(0, 6),
      {
        type: "content_block_start",
        index: 1,
        content_block: { type: "tool_use", id: "t", name: "answer", input: {} },
      },
      ...[input(""), input('{"mood":'), input('"good"}')],
      ...streams.anthropic.slice(6),
    ]);
    const answer = await run({ provider: "anthropic", schema });
    expect(answer).toMatchObject({ output: { json: { mood: "good" }, usage } });
  });

  it.each<[Provider, number]>([
    ["openai", 3],
    ["anthropic", 7],
    ["google", 2],
  ])("%s: one that breaks off is no answer, and tried again", async (provider, length) => {
    next = streamed(streams[provider].slice(0, length));
    await expect(run({ provider })).rejects.toMatchObject({ code: "network-failed", kind: "network" });
  });

  it.each<[Provider, object, object]>([
    [
      "openai",
      { error: { message: "Rate limit reached", type: "requests", code: "rate_limit_exceeded" } },
      { kind: "429", status: 429 },
    ],
    ["openai", { error: { message: "The server had an error", type: "server_error" } }, { kind: "5xx" }],
    [
      "anthropic",
      { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
      { kind: "5xx", status: 529 },
    ],
    ["google", { error: { code: 429, message: "Quota exceeded" } }, { kind: "429", status: 429 }],
  ])("%s: a failure in its midst: %o", async (provider, failure, expected) => {
    next = streamed([...streams[provider].slice(0, 2), failure]);
    await expect(run({ provider })).rejects.toMatchObject({ code: "http-status", ...expected });
  });

  it("a server, or an account, that must not stream is asked for all of it at once", async () => {
    const refused = {
      error: { message: "Your organization must be verified to stream this model.", param: "stream" },
    };
    const { url, received, close } = await startReceiver((_, response) => {
      const { stream } = JSON.parse(received.at(-1)?.body ?? "{}");
      response.writeHead(stream ? 400 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(stream ? refused : openai("Thanks!")));
    });
    expect(await run({ baseUrl: url })).toMatchObject({ output: { ...said, usage } });
    expect(received.map(({ body }) => JSON.parse(body).stream)).toEqual([true, undefined]);
    await close();
  });

  it("takes as long as it comes: only silence is given up", async () => {
    const asked: { timeoutMs: number; silenceMs?: number }[] = [];
    next = streamed(streams.openai);
    await run(
      { timeoutSeconds: 60 },
      {
        fetch: (request) => {
          asked.push(request);
          return out.fetch(request);
        },
      },
    );
    expect(asked).toMatchObject([{ timeoutMs: 600_000, silenceMs: 60_000 }]);
    const halting = await startReceiver((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify(streams.openai[1])}\n\n`);
    });
    const attempt = run({ baseUrl: halting.url, timeoutSeconds: 0.2 });
    await expect(attempt).rejects.toMatchObject({ code: "request-timed-out", kind: "timeout" });
    await halting.close();
  });
});

describe("what it costs", () => {
  const tokenPrice: RunContext["tokenPrice"] = (model) =>
    model === "model-1" ? { input: 0.25, output: 2 } : undefined;

  it.each<[string, object, Partial<RunContext>, number | null]>([
    ["the operator's price of the model", {}, { tokenPrice }, 0.000013],
    ["the node's own price goes before", { inputPrice: "1", outputPrice: 10 }, { tokenPrice }, 0.000062],
    ["a price of answers alone", { outputPrice: 10 }, {}, 0.00005],
    ["a model of no known price", { model: "model-2" }, { tokenPrice }, null],
  ])("%s", async (_, config, more, cost) => {
    next = { status: 200, body: openai("Thanks!") };
    const { spent } = (await run({ ...config }, more)) as { spent?: object };
    expect(spent).toEqual({
      ...usage,
      cost: cost === null ? null : expect.closeTo(cost, 10),
    });
  });

  it("what a refusal, or a failure after a repair, has cost is told with it", async () => {
    next = { status: 200, body: openai("", "content_filter") };
    await expect(run({}, { tokenPrice })).rejects.toMatchObject({
      code: "ai-refused",
      spent: { requests: 1 },
    });
    let count = 0;
    const fetch: RunContext["fetch"] = async (request) => {
      count += 1;
      next = count === 1 ? { status: 200, body: openai("no JSON") } : { status: 429, body: {} };
      return out.fetch(request);
    };
    await expect(run({ schema }, { tokenPrice, fetch })).rejects.toMatchObject({
      ...{ code: "http-status", kind: "429" },
      spent: { requests: 1, inputTokens: 12 },
    });
  });
});

describe("what goes wrong", () => {
  const overloaded = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
  const exhausted = {
    error: {
      ...{ code: 429, status: "RESOURCE_EXHAUSTED", message: "Quota exceeded" },
      details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1.5s" }],
    },
  };
  it.each<[string, Scripted, object]>([
    [
      "openai",
      { status: 429, headers: { "retry-after": "20" }, body: { error: { message: "Rate limit reached" } } },
      { code: "http-status", kind: "429", status: 429, retryAfterMs: 20_000, message: /Rate limit reached/ },
    ],
    [
      "openai",
      { status: 401, body: { error: { message: "Incorrect API key", code: "invalid_api_key" } } },
      { code: "http-status", kind: "other", status: 401 },
    ],
    [
      "anthropic",
      { status: 529, headers: { "retry-after": "3" }, body: overloaded },
      { code: "http-status", kind: "5xx", status: 529, retryAfterMs: 3000, message: /Overloaded$/ },
    ],
    [
      "google",
      { status: 429, body: exhausted },
      { code: "http-status", kind: "429", retryAfterMs: 1500, message: /Quota exceeded$/ },
    ],
    ["openai", { status: 500, body: "<html>" }, { code: "http-status", kind: "5xx" }],
    ["openai", { status: 200, body: "<html>" }, { code: "ai-answer-unreadable" }],
    ["openai", { status: 200, body: { choices: [] } }, { code: "ai-answer-unreadable" }],
    ["anthropic", { status: 200, body: openai("x") }, { code: "ai-answer-unreadable" }],
    ["google", { status: 200, body: {} }, { code: "ai-answer-unreadable" }],
    ["openai", { status: 200, body: openai("", "content_filter") }, { code: "ai-refused" }],
    ["anthropic", { status: 200, body: anthropic([], "refusal") }, { code: "ai-refused" }],
    [
      "google",
      { status: 200, body: { promptFeedback: { blockReason: "SAFETY" } } },
      { code: "ai-refused", message: /SAFETY/ },
    ],
    ["google", { status: 200, body: google([], "PROHIBITED_CONTENT") }, { code: "ai-refused" }],
  ])("%s: %o", async (provider, answer, expected) => {
    next = answer;
    const error: unknown = await run({ provider }).catch((thrown: unknown) => thrown);
    if (!(error instanceof NodeError)) throw error;
    const { message, ...rest } = expected as { message?: RegExp };
    expect(error).toMatchObject(rest);
    if (message) expect(error.message).toMatch(message);
    expect(error.message).not.toContain("canary");
  });

  it("a key goes to the hosts of its credential alone", async () => {
    const bound: PlainCredential = { ...key, hosts: ["api.openai.com"] };
    const attempt = run({}, { credential: async () => bound });
    await expect(attempt).rejects.toMatchObject({ code: "credential-host-refused" });
    expect(receiver.received).toEqual([]);
  });

  it("a model that does not answer is given up in time", async () => {
    const silent = await startReceiver(() => {});
    const attempt = run({ baseUrl: silent.url, timeoutSeconds: 0.2 });
    await expect(attempt).rejects.toMatchObject({ code: "request-timed-out", kind: "timeout" });
    await silent.close();
  });
});
