import { configIssues, type Json, type JsonObject } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answered, type OtherServer, startOtherServer } from "../testing/other-server.ts";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { chat } from "./definition.ts";
import { runChat } from "./run.ts";

/* Over the wire, to a server that answers as the service does. */
let service: OtherServer;
beforeAll(async () => {
  service = await startOtherServer();
});
afterAll(() => service.close());

const path = "/services/T0/B0/secret";
const nasty = "<!channel> @everyone & *bold* [x](http://evil.example) \\ `code`";

async function post(
  config: JsonObject,
  { trigger = {}, answer = {} }: { trigger?: JsonObject; answer?: Answered } = {},
) {
  service.answers(() => ({ body: "ok", ...answer }));
  const result = await runNode(runChat, {
    config: { webhook: { secret: "sec_1" }, text: "{{ trigger.text }}", ...config },
    ...{ scope: { trigger }, secrets: { sec_1: `${service.url}${path}` } },
    context: { fetch: service.fetch },
  });
  const [request] = service.received;
  return { request, body: JSON.parse(request?.body ?? "") as Json, output: settled(result).output };
}

test("the example is posted", async () => {
  expect(await runExample(runChat)).toEqual({
    port: "out",
    output: { status: 200, messageId: null, cut: false },
  });
});

describe("each service gets its own shape, and shows inserted values as they stand", () => {
  test("Slack", async () => {
    const { request, body } = await post({ title: "A & B" }, { trigger: { text: nasty } });
    expect(request).toMatchObject({ method: "POST", path, headers: { "content-type": "application/json" } });
    expect(body).toEqual({
      text: "A &amp; B",
      blocks: [
        { type: "header", text: { type: "plain_text", text: "A & B", emoji: false } },
        { type: "section", text: { type: "plain_text", text: nasty, emoji: false } },
      ],
    });
    expect((await post({}, { trigger: { text: nasty } })).body).toMatchObject({
      text: expect.stringMatching(/^&lt;!channel&gt; @everyone &amp; /),
    });
  });

  test("Discord, which answers with the message", async () => {
    const answer = { body: '{"id":"42"}' };
    const { request, body, output } = await post(
      { service: "discord" },
      { trigger: { text: nasty }, answer },
    );
    expect(request?.path).toBe(`${path}?wait=true`);
    expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
    expect((body as { content: string }).content).toContain("\\*bold\\* \\[x\\]\\(http");
    expect(output).toEqual({ status: 200, messageId: "42", cut: false });
  });

  test("Teams", async () => {
    const { body } = await post({ service: "teams" }, { trigger: { text: nasty } });
    expect(body).toMatchObject({
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          content: { type: "AdaptiveCard", body: [{ type: "RichTextBlock", inlines: [{ text: nasty }] }] },
        },
      ],
    });
  });

  test("Mattermost", async () => {
    const { body } = await post({ service: "mattermost", title: "T" }, { trigger: { text: nasty } });
    const { text } = body as { text: string };
    expect(text).toMatch(/^\*\*T\*\*\n/);
    expect(text).not.toContain("@everyone");
    expect(text).toContain("\\*bold\\*");
  });
});

test("markup goes through, and calls people only if that is wanted", async () => {
  const trigger = { text: "*bold* <!channel> <@U1> <https://a.example|a> @all" };
  const slack = (more: JsonObject) => post({ markup: true, ...more }, { trigger });
  expect((await slack({})).body).toMatchObject({
    blocks: [{ text: { type: "mrkdwn", text: "*bold* &lt;!channel> &lt;@U1> <https://a.example|a> @all" } }],
  });
  expect((await slack({ mentions: true })).body).toMatchObject({
    blocks: [{ text: { text: trigger.text } }],
  });
  expect((await slack({ service: "discord", mentions: true })).body).toMatchObject({
    ...{ content: trigger.text, allowed_mentions: { parse: ["users", "roles", "everyone"] } },
  });
  expect((await slack({ service: "mattermost" })).body).toMatchObject({
    text: expect.stringContaining("@\u200ball"),
  });
  expect((await slack({ service: "mattermost", mentions: true })).body).toMatchObject({ text: trigger.text });
});

describe("length", () => {
  test.each(["slack", "discord", "teams", "mattermost"])("%s: cut, or refused", async (service) => {
    const trigger = { text: "é😀".repeat(20_000) };
    const { output, body } = await post({ service, title: "T" }, { trigger });
    expect(output).toMatchObject({ cut: true });
    const text = JSON.stringify(body);
    expect(text).toContain("…");
    expect(text).toBe(JSON.stringify(JSON.parse(text.toWellFormed())));
    await expect(post({ service, tooLong: "fail" }, { trigger })).rejects.toMatchObject({
      code: "message-too-long",
    });
  });

  test("Discord's is kept with a title, and Slack's in sections", async () => {
    const trigger = { text: "x".repeat(50_000) };
    const discord = (await post({ service: "discord", title: "****" }, { trigger })).body as {
      content: string;
    };
    expect(discord.content.length).toBeLessThanOrEqual(2000);
    const slack = (await post({}, { trigger })).body as { blocks: { text: { text: string } }[] };
    expect(slack.blocks).toHaveLength(10);
    for (const { text } of slack.blocks) expect(text.text.length).toBeLessThanOrEqual(3000);
  });
});

describe("what a service does not take", () => {
  test("429 says when to come back", async () => {
    const answer = { status: 429, headers: { "retry-after": "2" }, body: "rate_limited" };
    await expect(post({}, { answer, trigger: { text: "x" } })).rejects.toMatchObject({
      ...{ code: "http-status", kind: "429", status: 429, retryAfterMs: 2000 },
      message: `${new URL(service.url).host} answered 429: rate_limited`,
    });
  });

  test.each<[Answered, string]>([
    [{ status: 404, body: "no_service" }, "other"],
    [{ status: 503 }, "5xx"],
    [{ status: 302, headers: { location: "/elsewhere" } }, "other"],
  ])("%o", async (answer, kind) => {
    const attempt = post({}, { answer, trigger: { text: "x" } });
    await expect(attempt).rejects.toMatchObject({ code: "http-status", status: answer.status, kind });
    expect(service.received).toHaveLength(1);
  });

  test("Teams says it with 200", async () => {
    const failed = "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error";
    const given = { trigger: { text: "x" }, answer: { body: `${failed} 429` } };
    await expect(post({ service: "teams" }, given)).rejects.toMatchObject({
      code: "chat-refused",
      kind: "429",
    });
    await post({ service: "teams" }, { trigger: { text: "x" }, answer: { body: "1" } });
  });
});

test("what is missing is known before it runs", () => {
  expect(configIssues(chat, {})).toMatchObject([{ at: ["webhook"] }, { at: ["text"], kind: "missing" }]);
});
