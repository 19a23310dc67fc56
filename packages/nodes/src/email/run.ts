import { createHash } from "node:crypto";
import { credentialOfType, defineRun } from "@sluice/workflow/node-contract";
import { attachmentsOf } from "./attachments.ts";
import { email } from "./definition.ts";

/** One try: trying again is the engine's. Every attempt carries the same Message-ID. */
export const runEmail = defineRun(email, async ({ config, context }) => {
  const credential = credentialOfType(await context.credential(config.credential.credential), ["smtp"]);
  const { from, to, cc, bcc, replyTo, subject, text, html, timeoutSeconds } = config;
  const messageId = messageIdOf(context.idempotencyKey, from);
  const { accepted, rejected, response } = await context.mail({
    ...{ credential, from, to, cc, bcc, replyTo, subject, messageId },
    ...(text ? { text } : {}),
    ...(html ? { html } : {}),
    attachments: await attachmentsOf(config.attachments ?? null, context),
    timeoutMs: timeoutSeconds * 1000,
  });
  return { port: "out", output: { messageId, accepted: [...accepted], rejected: [...rejected], response } };
});

/** Hashed, since a key holds `/` and says more of the workflow than a recipient need know (RFC 5322, 3.6.4). */
function messageIdOf(idempotencyKey: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]{1,255})>?\s*$/.exec(from)?.[1] ?? "sluice.invalid";
  return `<${createHash("sha256").update(idempotencyKey).digest("hex").slice(0, 40)}@${domain}>`;
}
