import { missingPart } from "@sluice/workflow/expressions";
import {
  type AgainMemo,
  decide,
  defineRun,
  hasRule,
  type Json,
  NodeError,
  type OutgoingRequest,
  type RunContext,
  requestCredential,
  responseHeaders,
  retryAfter,
  statusFailure,
  unitMs,
} from "@sluice/workflow/node-contract";
import { decodeUtf8, parseJsonText } from "@sluice/workflow/variables";
import { z } from "zod";
import { answerSchema, poll } from "./definition.ts";

type PollConfig = z.infer<typeof poll.config>;
type Answer = z.infer<typeof answerSchema>;

const maxBytes = 1024 * 1024;
/** What is kept of the first answer is written each time that the step goes to sleep, in bytes of JSON. */
const mostKept = 64 * 1024;
const redirects = 5;

/** What it knows from one question to the next; `item` is the answer to the first request, `index` how often was asked. */
const memoSchema = z.object({
  item: answerSchema.nullable(),
  index: z.int(),
  /** Milliseconds since 1970. */
  since: z.number(),
});
type Memo = z.infer<typeof memoSchema>;

/**
 * One request a run: the first, or the next question. In between the step sleeps. What a passing failure of a question
 * says is waited out, as "not yet" is; that of the first request is the engine's to try again.
 */
export const runPoll = defineRun(poll, async ({ config, memo: left = null, context }) => {
  const began = performance.now();
  const now = () => Date.parse(context.now) + Math.round(performance.now() - began);
  const memo = left === null ? fresh(context) : memoSchema.parse(left);
  const sleep = (known: Memo, asksMs: number) => {
    const until = Math.ceil(
      Math.min(now() + Math.max(asksMs, pause(config, known.index)), endOf(config, known)),
    );
    return { wait: { for: "moment", until, again: true }, memo: known satisfies AgainMemo } as const;
  };

  if (left === null && config.first === "request") {
    const { answer, asksMs } = await exchange(firstRequest(config, context), config, context);
    if (JSON.stringify(answer).length > mostKept) {
      throw new NodeError({
        code: "first-answer-too-large",
        message: `the answer to the first request has more than ${mostKept} bytes; it cannot be kept while the job runs`,
      });
    }
    return sleep({ ...memo, item: answer }, asksMs);
  }

  const asked = { ...memo, index: memo.index + 1 };
  const over = asked.index >= config.mostAsked || now() >= endOf(config, memo);
  try {
    const { answer, asksMs } = await exchange(question(config), config, context);
    const rules = judged(answer, { config, context, index: memo.index });
    if (rules.met) {
      return {
        port: "out",
        output: { ...answer, asked: asked.index, first: memo.item },
        rules: rules.rules,
      };
    }
    if (over) throw notDone(asked.index, `the last answer was ${answer.status}${excerpt(answer.body)}`);
    return sleep(asked, asksMs);
  } catch (thrown) {
    if (!(thrown instanceof NodeError) || thrown.kind === "other") throw thrown;
    if (over) throw notDone(asked.index, thrown.message);
    return sleep(asked, thrown.retryAfterMs ?? 0);
  }
});

function fresh({ now }: Pick<RunContext, "now">): Memo {
  return { item: null, index: 0, since: Date.parse(now) };
}

/** Whether it is done. Throws `job-failed` where it has failed, and `rule-error`. */
function judged(
  item: Answer,
  { config, context, index }: { config: PollConfig; context: RunContext; index: number },
) {
  const { failedWhen, doneWhen } = config;
  const seen = { item, index };
  if (failedWhen && hasRule(failedWhen)) {
    const failed = decide({ context, rules: failedWhen, seen });
    if (failed.met) {
      const message = `the job has failed: ${item.status}${excerpt(item.body)}`;
      throw new NodeError({ code: "job-failed", message, status: item.status, rules: failed.rules });
    }
  }
  return decide({ context, rules: doneWhen, seen });
}

/** Milliseconds until the next question. */
function pause({ everySeconds, factor, mostSeconds }: PollConfig, asked: number): number {
  return (
    1000 * Math.min(everySeconds * factor ** Math.max(0, asked - 1), Math.max(everySeconds, mostSeconds))
  );
}

/** When it gives up, milliseconds since 1970. */
function endOf({ limit, unit }: PollConfig, { since }: Memo): number {
  return since + limit * unitMs[unit];
}

function firstRequest(config: PollConfig, { idempotencyKey }: RunContext): RequestParts {
  const { firstMethod: method, firstUrl: url = "", firstBody: body } = config;
  const key =
    method === "GET" || config.headers.some(({ name }) => name.toLowerCase() === "idempotency-key")
      ? []
      : [{ name: "idempotency-key", value: idempotencyKey }];
  return { method, url, body, headers: key };
}

/**
 * It carries no key: a server that knows the header would answer each question as it did the first. Throws `expression-failed` where
 * the first answer did not hold what the URL asks for.
 */
function question({ method, url, body }: PollConfig): RequestParts {
  if (url.includes(missingPart)) {
    throw new NodeError({
      code: "expression-failed",
      message: `a part of the path of ${url} is empty: nobody was asked, since it would be another path`,
    });
  }
  return { method, url, body: method === "POST" ? body : undefined, headers: [] };
}

interface RequestParts {
  readonly method: string;
  readonly url: string;
  readonly body: Json | undefined;
  readonly headers: OutgoingRequest["headers"];
}

async function exchange(
  { method, url, body, headers: own }: RequestParts,
  config: PollConfig,
  context: RunContext,
): Promise<{ answer: Answer; asksMs: number }> {
  const { timeoutSeconds, perSecond } = config;
  const credential = await requestCredential(config, context);
  const headers = [...config.headers, ...own];
  if (body !== undefined && !headers.some(({ name }) => name.toLowerCase() === "content-type"))
    headers.push({ name: "content-type", value: "application/json" });
  const response = await context.fetch({
    ...{ method, url: url.trim(), headers, timeoutMs: timeoutSeconds * 1000, maxBytes, redirects },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(credential ? { credential } : {}),
    ...(perSecond === undefined ? {} : { perSecond }),
  });
  if (response.status >= 400) throw statusFailure({ response, now: context.now });
  const answer = {
    status: response.status,
    headers: responseHeaders(response),
    body: bodyOf(response.body),
    url: response.url,
  };
  return { answer, asksMs: retryAfter(response, context.now) ?? 0 };
}

/** JSON where it is some, else text; what is neither is base64. */
function bodyOf(bytes: Uint8Array): Json {
  if (bytes.length === 0) return null;
  const text = decodeUtf8(bytes);
  if (typeof text !== "string") return Buffer.from(bytes).toString("base64");
  const parsed = parseJsonText(text);
  return parsed.ok ? parsed.value : text;
}

function excerpt(body: Json): string {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  if (body === null || text.trim() === "") return "";
  return `: ${(text.length > 300 ? `${text.slice(0, 300)}…` : text).toWellFormed()}`;
}

function notDone(asked: number, last: string): NodeError {
  return new NodeError({
    code: "job-not-done",
    message: `the job was not done after ${asked} questions; ${last}`,
  });
}
