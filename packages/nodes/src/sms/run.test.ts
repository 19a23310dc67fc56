import { configIssues, type JsonObject, type OutgoingRequest } from "@sluice/workflow/node-contract";
import { expect, test } from "vitest";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { sms } from "./definition.ts";
import { runSms } from "./run.ts";

const plain = {
  credential: { credential: "cred_1" },
  ...{ account: "AC1", from: "+15550100", to: "{{ trigger.phone }}", text: "Hi & é" },
};

/** What Twilio answers (twilio.com/docs/messaging/api/message-resource). */
async function send(
  config: JsonObject,
  answer: { status?: number; headers?: Record<string, string>; body?: unknown } = {},
) {
  const sent: OutgoingRequest[] = [];
  const result = await runNode(runSms, {
    config: { ...plain, ...config },
    scope: { trigger: { phone: "+15550199" } },
    context: {
      credential: async () => ({ type: "basic", username: "AC1", password: "token", hosts: [] }),
      fetch: async (request) => {
        sent.push(request);
        const {
          status = 201,
          headers = {},
          body = { sid: "SM1", status: "queued", num_segments: "2" },
        } = answer;
        return {
          ...{ status, url: request.url, body: new TextEncoder().encode(JSON.stringify(body)) },
          headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
        };
      },
    },
  });
  return { request: sent[0], output: settled(result).output };
}

test("the example is sent", async () => {
  expect(await runExample(runSms)).toEqual({
    port: "out",
    output: { id: "SM1", status: "queued", parts: null },
  });
});

test("it goes out as a form, signed in with the credential", async () => {
  const { request, output } = await send({});
  expect(request).toMatchObject({
    ...{ method: "POST", url: "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json", redirects: 0 },
    ...{ body: "To=%2B15550199&From=%2B15550100&Body=Hi+%26+%C3%A9", credential: { type: "basic" } },
  });
  expect(output).toEqual({ id: "SM1", status: "queued", parts: 2 });
});

test("a messaging service sends in place of a number", async () => {
  const { request } = await send({ from: `MG${"0".repeat(32)}` });
  expect(String(request?.body)).toContain("&MessagingServiceSid=MG0");
});

test.each([
  [
    { status: 400, body: { code: 21211, message: "Invalid 'To' number", status: 400 } },
    { kind: "other", status: 400, message: "api.twilio.com answered 400: Invalid 'To' number (21211)" },
  ],
  [
    { status: 429, headers: { "retry-after": "1" }, body: { code: 20429, message: "Too many requests" } },
    { kind: "429", retryAfterMs: 1000 },
  ],
  [{ status: 503, body: "busy" }, { kind: "5xx" }],
  [{ body: {} }, { code: "sms-answer-unreadable" }],
])("%o fails", async (answer, error) => {
  await expect(send({}, answer)).rejects.toMatchObject({ name: "NodeError", ...error });
});

test.each(["555 0199", "+1555-0199", "+15550199,+15550198", "+15550199\n+15550198", ""])(
  "%j is no number",
  async (to) => {
    await expect(send({ to })).rejects.toMatchObject({ name: "ZodError" });
    expect(configIssues(sms, { ...plain, to })).toMatchObject([{ at: ["to"] }]);
  },
);
