import { encodeAnswer, type WebhookTriggerConfig } from "@sluice/workflow/document";
import { compileTree, type Scope } from "@sluice/workflow/expressions";
import { type CallerAnswer, numberField } from "@sluice/workflow/node-contract";
import { z } from "zod";

/** What an asynchronous trigger answers to what it has accepted. */
export interface AcceptedAnswer {
  /** `failure`: why the configured answer could not be made; then `answer` is the default. */
  make(scope: Scope): { readonly answer: CallerAnswer; readonly failure: string | undefined };
}

const resolvedSchema = z.object({
  status: numberField(z.int()).optional(),
  headers: z.array(z.object({ name: z.string(), value: z.coerce.string() })).optional(),
  body: z.json().optional(),
  location: z.string().optional(),
});

const defaultAnswer: CallerAnswer = encodeAnswer({ kind: "text", body: "ok" });

/**
 * Compiles the configured answer; what does not depend on the request is made once.
 *
 * A template that fails does not refuse the delivery, and must not look like a refusal either: the sender would send
 * again what is on disk already. The default answer goes out, and the execution says so.
 */
export function compileAcceptedAnswer(configured: WebhookTriggerConfig["response"]): AcceptedAnswer {
  if (!configured) return { make: () => ({ answer: defaultAnswer, failure: undefined }) };
  const {
    kind = "text",
    status,
    headers = [],
    body = kind === "text" ? "ok" : undefined,
    location,
  } = configured;
  const make = (): ((scope: Scope) => CallerAnswer) => {
    const head = compileTree({ ...(status === undefined ? {} : { status }), headers });
    const content = compileTree(body ?? null, kind === "html" ? { escape: "html" } : {});
    const target = compileTree(location ?? null, { escape: "url" });
    const encode = (scope: Scope) => {
      const resolved = resolvedSchema.parse({
        ...(head.evaluate(scope) as object),
        ...(body === undefined ? {} : { body: content.evaluate(scope) }),
        ...(location === undefined ? {} : { location: target.evaluate(scope) }),
      });
      return encodeAnswer({ kind, ...resolved });
    };
    if (!head.static || !content.static || !target.static) return encode;
    const fixed = encode({});
    return () => fixed;
  };
  let compiled: (scope: Scope) => CallerAnswer;
  try {
    compiled = make();
  } catch (error) {
    const failure = messageOf(error);
    return { make: () => ({ answer: defaultAnswer, failure }) };
  }
  return {
    make(scope) {
      try {
        return { answer: compiled(scope), failure: undefined };
      } catch (error) {
        return { answer: defaultAnswer, failure: messageOf(error) };
      }
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
