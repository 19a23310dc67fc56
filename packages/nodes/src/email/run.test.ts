import { configIssues, type JsonObject, type OutgoingMail } from "@sluice/workflow/node-contract";
import { expect, test } from "vitest";
import { runExample, runNode } from "../testing/run-node.ts";
import { email } from "./definition.ts";
import { runEmail } from "./run.ts";

/* What goes over the wire is asked of a real server (server/src/outgoing/mail.test.ts). */

const plain = {
  credential: { credential: "cred_1" },
  from: "a@example.com",
  to: ["b@example.com"],
  subject: "S",
};

async function send(config: JsonObject, trigger: JsonObject = {}) {
  const sent: OutgoingMail[] = [];
  await runNode(runEmail, {
    config: { ...plain, ...config },
    scope: { trigger },
    context: {
      credential: async () => ({
        ...{ type: "smtp", host: "mail.example", port: 25, security: "none", username: "", password: "" },
      }),
      mail: async (mail) => {
        sent.push(mail);
        return { accepted: [...mail.to], rejected: [], response: "250 ok" };
      },
    },
  });
  return sent[0];
}

test("the example is sent and says what came of it", async () => {
  expect(await runExample(runEmail)).toMatchObject({
    ...{ port: "out", output: { accepted: ["ada@example.com"], rejected: [] } },
  });
});

test("inserted values are escaped in HTML and nowhere else", async () => {
  const trigger = { name: "<b>Ada</b> & Co", safe: "<i>x</i>" };
  expect(
    await send(
      { text: "{{ trigger.name }}", html: "<p>{{ trigger.name }}{{ raw(trigger.safe) }}</p>" },
      trigger,
    ),
  ).toMatchObject({ text: trigger.name, html: "<p>&lt;b&gt;Ada&lt;/b&gt; &amp; Co<i>x</i></p>" });
});

test("an expression may give a list of recipients", async () => {
  const trigger = { team: ["x@example.com", "y@example.com"] };
  expect(await send({ text: "t", to: ["{{ trigger.team }}", "z@example.com"] }, trigger)).toMatchObject({
    to: ["x@example.com", "y@example.com", "z@example.com"],
  });
  await expect(send({ text: "t", to: ["{{ trigger.team }}"] }, { team: [] })).rejects.toMatchObject({
    name: "ZodError",
  });
});

test("what is missing is known before it runs", () => {
  expect(configIssues(email, { ...plain })).toMatchObject([{ at: ["text"], message: "give a text or HTML" }]);
  expect(configIssues(email, { ...plain, to: [], text: "t" })).toMatchObject([
    { at: ["to"], kind: "missing" },
  ]);
  expect(configIssues(email, { ...plain, html: "<p>" })).toEqual([]);
});

test("files are counted and weighed", async () => {
  const many = Array.from({ length: 51 }, () => ({ text: "" }));
  await expect(send({ text: "t", attachments: many })).rejects.toMatchObject({ code: "invalid-attachment" });
  const large = { base64: "A".repeat(4 * 7 * 1024 * 1024) };
  await expect(send({ text: "t", attachments: "{{ trigger.large }}" }, { large })).rejects.toMatchObject({
    code: "attachments-too-large",
  });
  expect(await send({ text: "t", attachments: "{{ trigger.none }}" })).toMatchObject({ attachments: [] });
});
