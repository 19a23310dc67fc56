import { configIssues, type JsonObject } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answered, type OtherServer, startOtherServer } from "../testing/other-server.ts";
import { runExample, runNode, settled } from "../testing/run-node.ts";
import { sms } from "./definition.ts";
import { runSms } from "./run.ts";

let twilio: OtherServer;
beforeAll(async () => {
  twilio = await startOtherServer();
});
afterAll(() => twilio.close());

const plain = {
  credential: { credential: "cred_1" },
  ...{ account: "AC1", from: "+15550100", to: "{{ trigger.phone }}", text: "Hi & é" },
};

/** What Twilio answers (twilio.com/docs/messaging/api/message-resource). */
async function send(config: JsonObject, answer: Answered = {}) {
  const accepted = { sid: "SM1", status: "queued", num_segments: "2" };
  twilio.answers(() => ({ status: 201, body: accepted, ...answer }));
  const result = await runNode(runSms, {
    config: { ...plain, baseUrl: `${twilio.url}/`, ...config },
    scope: { trigger: { phone: "+15550199" } },
    context: {
      credential: async () => ({ type: "basic", username: "AC1", password: "token", hosts: [] }),
      fetch: twilio.fetch,
    },
  });
  return { request: twilio.received[0], output: settled(result).output };
}

test("the example is sent", async () => {
  expect(await runExample(runSms)).toEqual({
    port: "out",
    output: { id: "SM1", status: "queued", parts: null },
  });
  expect(sms.config.parse({ ...plain, to: "+15550199" })).toMatchObject({
    baseUrl: "https://api.twilio.com",
  });
});

test("it goes out as a form, signed in with the credential", async () => {
  const { request, output } = await send({});
  expect(request).toMatchObject({
    ...{ method: "POST", path: "/2010-04-01/Accounts/AC1/Messages.json" },
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `Basic ${Buffer.from("AC1:token").toString("base64")}`,
    },
    body: "To=%2B15550199&From=%2B15550100&Body=Hi+%26+%C3%A9",
  });
  expect(output).toEqual({ id: "SM1", status: "queued", parts: 2 });
});

test("a messaging service sends in place of a number", async () => {
  const { request } = await send({ from: `MG${"0".repeat(32)}` });
  expect(request?.body).toContain("&MessagingServiceSid=MG0");
});

test.each<[Answered, object]>([
  [
    { status: 400, body: { code: 21211, message: "Invalid 'To' number", status: 400 } },
    {
      kind: "other",
      status: 400,
      message: expect.stringMatching(/ answered 400: Invalid 'To' number \(21211\)$/),
    },
  ],
  [
    { status: 429, headers: { "retry-after": "1" }, body: { code: 20429, message: "Too many requests" } },
    { kind: "429", retryAfterMs: 1000 },
  ],
  [{ status: 503, body: "busy" }, { kind: "5xx" }],
  [
    { status: 307, headers: { location: "/elsewhere" } },
    { kind: "other", status: 307 },
  ],
  [{ body: {} }, { code: "sms-answer-unreadable" }],
  [{ body: "<html>" }, { code: "sms-answer-unreadable" }],
])("%o fails", async (answer, error) => {
  await expect(send({}, answer)).rejects.toMatchObject({ name: "NodeError", ...error });
  expect(twilio.received).toHaveLength(1);
});

test.each(["555 0199", "+1555-0199", "+15550199,+15550198", "+15550199\n+15550198", ""])(
  "%j is no number",
  async (to) => {
    await expect(send({ to })).rejects.toMatchObject({ name: "ZodError" });
    expect(configIssues(sms, { ...plain, to })).toMatchObject([{ at: ["to"] }]);
  },
);
