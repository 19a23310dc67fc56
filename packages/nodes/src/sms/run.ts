import { credentialOfType, defineRun, NodeError, statusFailure } from "@sluice/workflow/node-contract";
import { parseJsonBytes } from "@sluice/workflow/variables";
import { z } from "zod";
import { sms } from "./definition.ts";

const maxBytes = 256 * 1024;
const acceptedSchema = z.object({
  sid: z.string(),
  status: z.string().default("queued"),
  num_segments: z.string().nullish(),
});
const refusedSchema = z.object({ code: z.number().optional(), message: z.string() });

/** One try: trying again is the engine's. Twilio knows no idempotency key: what was cut off may have been sent. */
export const runSms = defineRun(sms, async ({ config, context }) => {
  const { account, from, to, text, baseUrl, timeoutSeconds } = config;
  const credential = credentialOfType(await context.credential(config.credential.credential), ["basic"]);
  const sender = /^MG[0-9a-fA-F]{32}$/.test(from) ? "MessagingServiceSid" : "From";
  const form = new URLSearchParams({ To: to, [sender]: from, Body: text.toWellFormed() });
  const response = await context.fetch({
    ...{ method: "POST", credential, body: form.toString(), redirects: 0, maxBytes },
    url: `${baseUrl.replace(/\/+$/, "")}/2010-04-01/Accounts/${account}/Messages.json`,
    headers: [{ name: "content-type", value: "application/x-www-form-urlencoded" }],
    timeoutMs: timeoutSeconds * 1000,
  });
  const parsed = parseJsonBytes(response.body);
  const value = parsed.ok ? parsed.value : null;
  if (response.status >= 300) {
    const refused = refusedSchema.safeParse(value);
    const said = refused.success
      ? { said: `${refused.data.message} (${refused.data.code ?? "no code"})` }
      : {};
    throw statusFailure({ response, now: context.now, ...said });
  }
  const accepted = acceptedSchema.safeParse(value);
  if (!accepted.success) {
    throw new NodeError({
      code: "sms-answer-unreadable",
      message: "what answered does not speak Twilio’s protocol; check the base URL",
    });
  }
  const { sid, status, num_segments: segments } = accepted.data;
  return { port: "out", output: { id: sid, status, parts: segments ? Number.parseInt(segments, 10) : null } };
});
