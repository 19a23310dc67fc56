import { configIssues, type Json, type JsonObject } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OtherServer, startOtherServer } from "../testing/other-server.ts";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { ai } from "./definition.ts";
import { runAi } from "./run.ts";

/* The three protocols are asked of a server that speaks them (server/src/outgoing/ai-node.test.ts). */
let server: OtherServer;
beforeAll(async () => {
  server = await startOtherServer();
});
afterAll(() => server.close());

const schema = { type: "object", properties: { mood: { enum: ["good", "bad"] } }, required: ["mood"] };
const plain = { model: "m", messages: [{ role: "user", content: "{{ trigger.text }}" }] };

/** Asks with these answers, one after another, and gives out what was asked. */
async function ask(config: JsonObject, texts: readonly string[]) {
  const left = [...texts];
  server.answers(() => ({
    body: {
      choices: [{ message: { content: left.shift() ?? "" } }],
      usage: { prompt_tokens: 10, completion_tokens: 3 },
    },
  }));
  const result = await runNode(runAi, {
    config: { ...plain, baseUrl: server.url, ...config },
    scope: { trigger: { text: "I love it" } },
    context: { fetch: server.fetch },
  });
  const asked = server.received.map(({ body }): JsonObject => JSON.parse(body));
  return { asked, output: settled(result).output };
}

test("the example is answered", async () => {
  expect(await runExample(runAi)).toMatchObject({
    output: {
      text: "A request.",
      json: null,
      finish: "complete",
      model: "gpt-5-mini",
      usage: { requests: 1 },
    },
  });
});

test("a schema makes the answer JSON, also out of a fence", async () => {
  for (const text of ['{"mood":"good"}', '```json\n{"mood":"good"}\n```']) {
    expect((await ask({ schema }, [text])).output).toMatchObject({
      json: { mood: "good" },
      usage: { requests: 1 },
    });
  }
});

test("a wrong shape is told to the model, and what both cost is counted", async () => {
  const { asked, output } = await ask({ schema }, ['{"mood":"odd"}', '{"mood":"bad"}']);
  expect(output).toMatchObject({
    json: { mood: "bad" },
    usage: { inputTokens: 20, outputTokens: 6, requests: 2, cost: null },
  });
  expect(asked[1]?.messages).toMatchObject([
    { role: "user", content: "I love it" },
    { role: "assistant", content: '{"mood":"odd"}' },
    { role: "user", content: expect.stringContaining("mood: expected") },
  ]);
});

test.each<[string, number, string[], number]>([
  ["prose", 1, ["It is good", "It is good"], 2],
  ["an empty answer", 0, [""], 1],
  ["another shape", 2, ["{}", "[]", "1"], 3],
])("%s fails after %i repairs", async (_, repairs, texts, requests) => {
  await expect(ask({ schema, repairs }, texts)).rejects.toMatchObject({
    ...{ code: "ai-answer-misshapen", kind: "other" },
    message: expect.stringContaining(`(${10 * requests} + ${3 * requests} tokens)`),
  });
});

test("what is wrong with a config is known before it runs", () => {
  const issues = (config: JsonObject) => configIssues(ai, { ...plain, ...config });
  expect(issues({})).toEqual([]);
  expect(issues({ messages: [] })).toMatchObject([{ at: ["messages"], kind: "missing" }]);
  expect(issues({ schema: { type: "text" } as Json })).toMatchObject([{ at: ["schema"] }]);
  expect(issues({ temperature: 3 })).toMatchObject([{ at: ["temperature"] }]);
});
