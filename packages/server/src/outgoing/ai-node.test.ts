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
const usage = { inputTokens: 12, outputTokens: 5, requests: 1 };

describe("a question, in the words of each provider", () => {
  it("OpenAI: chat completions", async () => {
    next = { status: 200, body: openai("Thanks!") };
    expect(await run({ temperature: 0.5 })).toEqual({ port: "out", output: { ...said, usage } });
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
    expect(await run({ provider: "anthropic" })).toEqual({ port: "out", output: { ...said, usage } });
    expect(sent()).toMatchObject({
      path: "/v1/messages",
      headers: { "x-api-key": "key-canary", "anthropic-version": "2023-06-01" },
      body: { model: "model-1", max_tokens: 50, system: "Be kind.", messages },
    });
    expect(sent().headers).not.toHaveProperty("authorization");
  });

  it("Google: generateContent", async () => {
    next = { status: 200, body: google([{ text: "thinking", thought: true }, { text: "Thanks!" }]) };
    expect(await run({ provider: "google" })).toEqual({ port: "out", output: { ...said, usage } });
    expect(sent()).toMatchObject({
      path: "/v1beta/models/model-1:generateContent",
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
