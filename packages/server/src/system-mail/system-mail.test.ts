import { afterEach, expect, test } from "vitest";
import { ConfigError, readConfig } from "../config.ts";
import { type MailSink, startMailSink } from "../outgoing/testing/mail-sink.ts";
import { mailServer } from "./mail-server.ts";
import { createSystemMail, NoMailServerError } from "./system-mail.ts";

let sink: MailSink | undefined;
afterEach(() => sink?.close());

test("a message reaches the operator's own server, which stands on this machine", async () => {
  sink = await startMailSink({ username: "a@b", password: "p:w" });
  const mail = createSystemMail({
    mailUrl: mailServer(`smtp://a%40b:p%3Aw@127.0.0.1:${sink.port}?security=none`),
    mailFrom: "sluice@shop.example",
  });
  expect(mail.available).toBe(true);
  await mail.send({ to: "ada@example.com", subject: "Über", text: "Come in: https://x.example" });
  expect(sink.received).toEqual([
    {
      ...{ from: "sluice@shop.example", to: ["ada@example.com"] },
      source: expect.stringMatching(/Message-ID: <[^@]+@shop\.example>[\s\S]*Come in: https:\/\/x\.example/),
    },
  ]);
});

test("without a server it says so", async () => {
  const mail = createSystemMail({ mailUrl: undefined, mailFrom: undefined });
  expect(mail.available).toBe(false);
  await expect(mail.send({ to: "a@b.c", subject: "s", text: "t" })).rejects.toThrow(NoMailServerError);
});

test.each([
  ["smtp://mail.example", { host: "mail.example", port: 587, security: "starttls", username: "" }],
  ["smtps://u:p@mail.example", { port: 465, security: "tls", username: "u", password: "p" }],
  ["smtp://[::1]:2525?security=none", { host: "::1", port: 2525, security: "none" }],
])("%s", (text, server) => expect(mailServer(text)).toMatchObject(server));

test.each(["mail.example", "http://mail.example", "smtp://", "smtp://a.b/path", "smtp://a.b?security=tsl"])(
  "%s is refused",
  (text) => {
    expect(() => readConfig({ environment: { SLUICE_MAIL_URL: text, SLUICE_MAIL_FROM: "a@b.c" } })).toThrow(
      /^SLUICE_MAIL_URL must be an address such as smtp:/,
    );
  },
);

test("address and sender belong together", () => {
  expect(() => readConfig({ environment: { SLUICE_MAIL_URL: "smtp://mail.example" } })).toThrow(ConfigError);
});
