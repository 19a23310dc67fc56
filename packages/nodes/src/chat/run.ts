import { defineRun, NodeError, type OutgoingResponse, statusFailure } from "@sluice/workflow/node-contract";
import { decodeUtf8, parseJsonText } from "@sluice/workflow/variables";
import { z } from "zod";
import { type ChatService, chat } from "./definition.ts";
import { bodyOf, cutTo, longest, written } from "./message.ts";

const maxBytes = 64 * 1024;
const messageSchema = z.object({ id: z.string() });

/** One try: trying again is the engine's, which waits as long as the service asks for. */
export const runChat = defineRun(chat, async ({ config, context }) => {
  const { service, markup, mentions, tooLong } = config;
  const title = (config.title ?? "").replaceAll(/\s+/g, " ").trim();
  const text = written(service, { title, text: config.text, markup, mentions });
  const room = longest[service] - (title === "" ? 0 : 2 * title.length + 5);
  const cut = text.length > room;
  if (cut && tooLong === "fail") {
    throw new NodeError({
      code: "message-too-long",
      message: `the message has ${text.length} characters, and this service takes ${room}`,
    });
  }
  const body = bodyOf[service]({ title, text: cutTo(text, room), markup, mentions });
  const response = await context.fetch({
    ...{ method: "POST", url: addressOf(service, config.webhook), body: JSON.stringify(body) },
    headers: [{ name: "content-type", value: "application/json" }],
    ...{ timeoutMs: config.timeoutSeconds * 1000, maxBytes, redirects: 0 },
  });
  if (response.status >= 300) throw statusFailure({ response, now: context.now });
  const said = textOf(response);
  if (service === "teams") insistOnDelivery(said);
  return { port: "out", output: { status: response.status, messageId: messageIdIn(said), cut } };
});

/** Discord answers with the message only when it is asked to wait for it. */
function addressOf(service: ChatService, webhook: string): string {
  if (service !== "discord" || !URL.canParse(webhook)) return webhook;
  const url = new URL(webhook);
  url.searchParams.set("wait", "true");
  return url.href;
}

/** Teams' older webhooks answer 200 with the failure as text, the status of a busy service in it. */
function insistOnDelivery(said: string): void {
  if (!/delivery failed|error/i.test(said)) return;
  const kind = /\b429\b/.test(said) ? "429" : "other";
  throw new NodeError({
    code: "chat-refused",
    message: `Teams did not take the message: ${said.slice(0, 300)}`,
    kind,
  });
}

function messageIdIn(said: string): string | null {
  const parsed = parseJsonText(said);
  return messageSchema.safeParse(parsed.ok ? parsed.value : null).data?.id ?? null;
}

function textOf({ body }: OutgoingResponse): string {
  const text = decodeUtf8(body);
  return typeof text === "string" ? text : "";
}
