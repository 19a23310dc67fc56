import {
  credentialOfType,
  type HttpCredential,
  type JsonObject,
  NodeError,
  type OutgoingResponse,
  type PlainCredential,
  statusFailure,
} from "@sluice/workflow/node-contract";
import { parseJsonBytes } from "@sluice/workflow/variables";
import { anthropic } from "./anthropic.ts";
import type { AiProvider } from "./definition.ts";
import type { AiConfig, Answer, AskContext, Protocol, Question } from "./exchange.ts";
import { google } from "./google.ts";
import { openai } from "./openai.ts";

const protocols: Readonly<Record<AiProvider, Protocol>> = { openai, anthropic, google };
const maxBytes = 10 * 1024 * 1024;

/** One question and its answer. Throws `http-status`, `ai-answer-unreadable` and `ai-refused`. */
export async function ask(question: Question, config: AiConfig, context: AskContext): Promise<Answer> {
  const protocol = protocols[config.provider];
  const baseUrl = (config.baseUrl.trim() || protocol.baseUrl).replace(/\/+$/, "");
  const credential = config.credential && (await context.credential(config.credential.credential));
  const response = await context.fetch({
    ...{ method: "POST", url: `${baseUrl}${protocol.path(question)}` },
    headers: [{ name: "content-type", value: "application/json" }, ...protocol.headers],
    body: JSON.stringify(protocol.body(question, baseUrl)),
    ...(credential ? { credential: placed(credential, protocol) } : {}),
    ...{ timeoutMs: config.timeoutSeconds * 1000, maxBytes, redirects: 0 },
  });
  const body = objectIn(response);
  if (response.status >= 300) {
    throw statusFailure({ response, now: context.now, ...(body ? protocol.failure(body) : {}) });
  }
  const answer = body && protocol.read(body);
  if (answer === undefined) {
    throw new NodeError({
      code: "ai-answer-unreadable",
      message: `what came from ${new URL(response.url).host} is no answer of the chosen protocol; check the base URL`,
    });
  }
  if (answer.finish === "refused") {
    const reason = answer.text === "" ? "" : `: ${answer.text.slice(0, 300)}`;
    throw new NodeError({ code: "ai-refused", message: `the model would not answer${reason}` });
  }
  return answer;
}

/** A key as this provider takes it: somebody who has only the key need not know the header's name. */
function placed(credential: PlainCredential, { keyHeader }: Protocol): HttpCredential {
  const plain = credentialOfType(credential, ["bearer", "header", "oauth2"]);
  if (plain.type !== "bearer") return plain;
  const { hosts, token } = plain;
  return { type: "header", hosts, name: keyHeader.name, value: `${keyHeader.prefix}${token}` };
}

function objectIn({ body }: OutgoingResponse): JsonObject | undefined {
  const parsed = parseJsonBytes(body);
  if (!parsed.ok || typeof parsed.value !== "object" || Array.isArray(parsed.value)) return undefined;
  return parsed.value ?? undefined;
}
