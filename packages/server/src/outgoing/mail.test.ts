import { runners } from "@sluice/nodes/runners";
import { NodeError, type RunContext, type SmtpCredential } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOutgoing, type WaysOut } from "./outgoing.ts";
import { type MailSink, startMailSink } from "./testing/mail-sink.ts";
import { runContext } from "./testing/run-context.ts";

/*
 * The node type `email` and the way out together, against a real SMTP server.
 */
let sink: MailSink;
let out: WaysOut;
beforeAll(async () => {
  sink = await startMailSink({ username: "ada", password: "s3cret-canary" });
  out = createOutgoing({
    allowNetworks: ["127.0.0.1"],
    lookup: async (name) => [{ address: name === "inside.example" ? "10.0.0.1" : "127.0.0.1", family: 4 }],
  });
});
afterAll(async () => {
  await out.close();
  await sink.close();
});
beforeEach(() => {
  sink.received.length = 0;
});

const { email } = runners;
const server = (more: Partial<SmtpCredential> = {}): SmtpCredential => ({
  ...{ type: "smtp", host: "mail.example", port: sink.port, security: "none" },
  ...{ username: "ada", password: "s3cret-canary" },
  ...more,
});
const file = (reference: { index: number; sha256: string }) =>
  Promise.resolve(Buffer.from(`file ${reference.index} ${reference.sha256}`));

const plain = {
  credential: { credential: "cred_1" },
  ...{ from: "Shop <orders@shop.example>", to: ["ada@example.com"], subject: "Hello", text: "Hi" },
};

async function run(config: Record<string, unknown>, credential = server(), more: Partial<RunContext> = {}) {
  const context = runContext({
    ...{ mail: (mail) => out.mail(mail), file },
    credential: async () => credential,
    ...more,
  });
  return email.run({ config: email.definition.config.parse({ ...plain, ...config }), input: null, context });
}
const errorOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "sent",
    (error: unknown) => {
      if (!(error instanceof NodeError)) throw error;
      return `${error.code} ${error.kind}`;
    },
  );

describe("an e-mail on the wire", () => {
  it("carries text, HTML, files, copies and an address for answers", async () => {
    const result = await run({
      ...{ to: ["Ada Lovelace <ada@example.com>", "böb@exämple.com"], cc: ["c@example.com"] },
      ...{ bcc: ["hidden@example.com"], replyTo: ["help@shop.example"], subject: "Grüße €" },
      ...{ html: "<p>Hi</p>" },
      attachments: [
        { filename: "a.txt", text: "añadido" },
        { filename: "b.bin", contentType: "image/png", base64: "iVD/" },
        { filename: "large.pdf", contentType: "application/pdf", size: 99, index: 2, sha256: "abc" },
      ],
    });
    expect(result).toMatchObject({
      port: "out",
      output: {
        rejected: [],
        response: expect.stringMatching(/^250/),
        messageId: expect.stringMatching(/^<[0-9a-f]{40}@shop\.example>$/),
      },
    });
    const [mail] = sink.received;
    expect(mail?.to).toEqual([
      ...["ada@example.com", "böb@exämple.com", "c@example.com", "hidden@example.com"],
    ]);
    const { source = "" } = mail ?? {};
    expect(source).toContain("From: Shop <orders@shop.example>");
    expect(source).toContain("Reply-To: help@shop.example");
    expect(source).toContain("Subject: =?UTF-8?");
    expect(source).not.toContain("hidden@example.com");
    expect(source).toContain("multipart/alternative");
    expect(source).toContain("filename=a.txt");
    expect(source).toContain(Buffer.from("añadido").toString("base64"));
    expect(source).toContain("iVD/");
    expect(source).toContain(Buffer.from("file 2 abc").toString("base64"));
  });

  it("has the same Message-ID on every attempt of a step, and another in another", async () => {
    for (const [attempt, idempotencyKey] of [
      [1, "exe_1/mail/0"],
      [2, "exe_1/mail/0"],
      [1, "exe_2/mail/0"],
    ] as const) {
      await run({}, server(), { attempt, idempotencyKey });
    }
    const [first, second, other] = sink.received.map(
      ({ source }) => /^Message-ID: (.*)$/im.exec(source)?.[1],
    );
    expect(first).toMatch(/^<.+>\r?$/);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it("does not go out where STARTTLS is asked for and cannot be trusted, or is not offered", async () => {
    const tls = { security: "starttls", host: "mail.example" } as const;
    // The sink's certificate is its own: what is not trusted gets no password.
    expect(await errorOf(run({}, server(tls)))).toBe("certificate-refused other");
    const bare = await startMailSink({ hidesTls: true });
    expect(await errorOf(run({}, server({ ...tls, port: bare.port })))).toBe("certificate-refused other");
    expect(bare.received).toEqual([]);
    expect(sink.received).toEqual([]);
    await bare.close();
  });

  it.each([
    ["a line break in the subject", { subject: "Hi\r\nBcc: evil@example.com" }],
    ["a line break in a recipient", { to: ["a@example.com\r\nBcc: evil@example.com"] }],
    ["a line break in the sender", { from: "x\n <a@example.com>" }],
    ["two recipients in one text", { to: ["a@example.com, evil@example.com"] }],
    ["a group", { to: ["friends: a@example.com, evil@example.com;"] }],
    ["two addresses behind a name", { to: ["Ada <a@example.com> <evil@example.com>"] }],
    ["no address", { to: ["Ada"] }],
    ["a command behind the address", { to: ["<a@example.com> NOTIFY=SUCCESS"] }],
    ["an address with a space", { replyTo: ["a b@example.com"] }],
    ["a line break in the name of a file", { attachments: [{ filename: "a\r\nX: y", text: "" }] }],
  ])("is refused with %s", async (_, config) => {
    expect(await errorOf(run(config))).toBe("invalid-mail other");
    expect(sink.received).toEqual([]);
  });

  it.each([
    ["no file", { attachments: "text" }],
    ["a file without content", { attachments: { filename: "a" } }],
    ["what is no base64", { attachments: { base64: "%%%" } }],
    ["a path", { attachments: { path: "/etc/passwd" } }],
  ])("is refused with %s for a file", async (_, config) => {
    expect(await errorOf(run(config))).toBe("invalid-attachment other");
  });

  it("says who was not taken, and fails where nobody was", async () => {
    const result = await run({ to: ["ada@example.com", "unknown@example.com"] });
    expect(result).toMatchObject({
      output: { accepted: ["ada@example.com"], rejected: ["unknown@example.com"] },
    });
    await expect(run({ to: ["unknown@example.com"] })).rejects.toMatchObject({
      ...{ code: "mail-refused", kind: "other", status: 550 },
    });
    await expect(run({ to: ["later@example.com"] })).rejects.toMatchObject({
      ...{ code: "mail-refused", kind: "5xx", status: 450 },
    });
  });

  it("fails by what went wrong", async () => {
    expect(await errorOf(run({}, server({ password: "wrong" })))).toBe("mail-login-refused other");
    const gone = await startMailSink();
    await gone.close();
    expect(await errorOf(run({}, server({ port: gone.port })))).toBe("network-failed network");
    expect(await errorOf(run({}, server({ host: "inside.example" })))).toBe("address-refused other");
    expect(await errorOf(run({}, server({ host: "169.254.169.254" })))).toBe("address-refused other");
    const bearer = { type: "bearer", token: "t", hosts: [] } as const;
    expect(await errorOf(run({}, server(), { credential: async () => bearer }))).toBe(
      "credential-type-refused other",
    );
  });

  it("gives up in time, and when it is called off", async () => {
    const silent = await startMailSink({ silent: true });
    expect(await errorOf(run({ timeoutSeconds: 0.2 }, server({ port: silent.port })))).toBe(
      "request-timed-out timeout",
    );
    const control = new AbortController();
    setTimeout(() => control.abort(), 30);
    const signal = control.signal;
    const calledOff = run({}, server({ port: silent.port }), {
      mail: (mail) => out.mail({ ...mail, signal }),
    });
    expect(await errorOf(calledOff)).toBe("request-cancelled other");
    await silent.close();
  });
});

describe("the test of a mail server", () => {
  it("signs in and sends nothing", async () => {
    await out.verifyMail({ credential: server(), timeoutMs: 10_000 });
    expect(await errorOf(out.verifyMail({ credential: server({ password: "x" }), timeoutMs: 10_000 }))).toBe(
      "mail-login-refused other",
    );
    expect(sink.received).toEqual([]);
  });
});
