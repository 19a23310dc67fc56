import { instanceSchema } from "@sluice/api/schemas";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type MailSink, startMailSink } from "../outgoing/testing/mail-sink.ts";
import { type Browser, signInAs } from "../testing/browser.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

const account = { email: "owner@example.com", password: "correct horse battery 9" };
let sink: MailSink;
let app: TestApp;
let browser: Browser;
beforeAll(async () => {
  sink = await startMailSink({ username: "u", password: "canary-mail-password" });
  app = await startTestApp({
    environment: {
      ...{ SLUICE_ADMIN_EMAIL: account.email, SLUICE_ADMIN_PASSWORD: account.password },
      SLUICE_MAIL_URL: `smtp://u:canary-mail-password@127.0.0.1:${sink.port}?security=none`,
      SLUICE_MAIL_FROM: "sluice@shop.example",
      SLUICE_SECRET_KEY: "canary-master-key-that-is-long-enough",
    },
  });
  browser = await signInAs(app.baseUrl, account);
});
afterAll(async () => {
  await app.stop();
  await sink.close();
});

it("shows every line of the configuration, secrets as set", async () => {
  const text = await (await browser.call("GET", "/settings/instance")).text();
  expect(text).not.toContain("canary");
  const instance = instanceSchema.parse(JSON.parse(text));
  expect(instance).toMatchObject({
    ...{ database: "sqlite", mailFrom: "sluice@shop.example" },
    publicUrl: { value: app.baseUrl, source: "listens-on" },
  });
  const line = (variable: string) => instance.configuration.find((one) => one.variable === variable);
  expect(line("SLUICE_SECRET_KEY")).toMatchObject({ value: "(set)", source: "environment" });
  expect(line("SLUICE_MAIL_URL")?.value).toBe(`smtp://u:***@127.0.0.1:${sink.port}?security=none`);
  expect(line("SLUICE_PORT")).toMatchObject({ value: "0", source: "flag" });
  expect(line("SLUICE_QUEUE_LIMIT")).toMatchObject({ value: "10000", source: "default" });
});

it("keeps what is changed and leaves the rest", async () => {
  const read = async () => (await browser.call("GET", "/settings")).json();
  expect(await read()).toMatchObject({ auditDays: 365, language: null, webhookFormat: "standard" });
  await browser.call("PUT", "/settings", { auditDays: null, language: "fr" });
  await browser.call("PUT", "/settings", { webhookFormat: "plain" });
  expect(await read()).toMatchObject({ auditDays: null, language: "fr", webhookFormat: "plain" });
  const state = await (await fetch(`${app.baseUrl}/api/v1/setup`)).json();
  expect(state).toEqual({ needed: false, language: "fr" });
});

it("gives webhooks out that name no format the one that was chosen", async () => {
  const made = async (more: object) => {
    const body = { url: "https://shop.example/in", events: ["a.b"], ...more };
    return ((await (await browser.call("POST", "/webhooks", body)).json()) as { format: string }).format;
  };
  expect(await made({})).toBe("plain");
  expect(await made({ format: "alforis" })).toBe("alforis");
});

it("sends a test mail to whoever asks, in the language of the instance, and says why it fails", async () => {
  const ask = async () => (await browser.call("POST", "/settings/mail/test", {})).json();
  expect(await ask()).toEqual({ to: account.email, failure: null });
  expect(sink.received).toMatchObject([{ from: "sluice@shop.example", to: [account.email] }]);
  expect(sink.received[0]?.source).toMatch(/Subject:.*\n?.*essai/);
  await sink.close();
  expect(await ask()).toEqual({ to: account.email, failure: expect.stringMatching(/\w/) });
});
