import type { SignatureCheck, SignatureChecks, signatureCheckInputSchema } from "@sluice/api/schemas";
import {
  type SignatureAuth,
  schemesOf,
  secretReference,
  senderLabel,
  type WorkflowDocument,
  webhookTriggerSchema,
} from "@sluice/workflow/document";
import { parseHeaderLines } from "@sluice/workflow/variables";
import type { z } from "zod";
import { PublicError } from "../../errors.ts";
import type { SecretReader } from "../../secrets/secret-reader.ts";
import type { DeliveriesStore } from "../../stores/deliveries/store.ts";
import type { WorkflowsStore } from "../../stores/workflows/store.ts";
import { type CheckedRequest, checkToken } from "./check-token.ts";
import { explainSignature } from "./signature/explain.ts";

type Input = z.infer<typeof signatureCheckInputSchema>;

/**
 * Checks a signature stage by stage for the one who builds the trigger. `showExpected`: whether the caller may see what
 * would have been right. Throws `workflow-not-found`, `version-not-found`, `delivery-not-found`, `invalid-request`.
 */
export type DebugSignature = (input: Input, caller: { showExpected: boolean }) => Promise<SignatureChecks>;

export interface SignatureDebuggerGiven {
  readonly workflows: Pick<WorkflowsStore, "get" | "version">;
  readonly deliveries: Pick<DeliveriesStore, "get" | "source">;
  readonly secrets: SecretReader;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Scheme and host of this server as the outside knows it; undefined: nobody said. */
  readonly origin: string | undefined;
  /** Resolves when every refusal so far is stored. */
  readonly settled: () => Promise<void>;
}

/** A request as it is looked at now: as stored, or as pasted. */
interface Subject {
  readonly request: CheckedRequest;
  /** Milliseconds since 1970: when it came. */
  readonly at: number;
  readonly bodyIncomplete: boolean;
  /** Of the version that it met; null: none. */
  readonly version: number | null;
}

/** A method and the secrets that count for it, undefined where the vault has none. */
interface Candidate {
  readonly at: number | null;
  readonly method: Pick<SignatureAuth, "preset" | "scheme" | "toleranceSeconds" | "publicUrl" | "name">;
  readonly secrets: readonly (string | undefined)[];
}

/** Where the vault keeps the secrets of signatures. */
const secretsField = "auth.any.*.secrets.*.value";

export function createSignatureDebugger(given: SignatureDebuggerGiven): DebugSignature {
  const { workflows, deliveries, secrets, clock, origin } = given;

  const delivered = async (workflowId: string, id: string): Promise<Subject> => {
    await given.settled();
    const [delivery, source] = await Promise.all([deliveries.get(id), deliveries.source(id)]);
    if (!delivery || !source || delivery.workflowId !== workflowId) {
      throw new PublicError("delivery-not-found");
    }
    const { bodyTruncated, bodyRemovedAt } = delivery.request;
    return {
      request: source,
      at: Date.parse(delivery.receivedAt),
      bodyIncomplete: bodyTruncated || bodyRemovedAt !== null,
      version: delivery.version,
    };
  };

  /** The document whose methods count, and which it is. */
  const documentFor = async ({ id, version }: Input, met: number | null) => {
    const workflow = await workflows.get(id);
    if (!workflow) throw new PublicError("workflow-not-found");
    const wanted = version ?? met ?? "draft";
    if (wanted === "draft") return { document: workflow.draft, hookKey: workflow.hookKey, version: wanted };
    const found = await workflows.version({ id, version: wanted });
    if (!found) throw new PublicError("version-not-found");
    return { document: found.document, hookKey: workflow.hookKey, version: wanted };
  };

  const candidatesIn = async (document: WorkflowDocument, { id, secret }: Input): Promise<Candidate[]> => {
    const parsed = webhookTriggerSchema.safeParse(document.trigger.config);
    const methods = parsed.success ? (parsed.data.auth?.any ?? []) : [];
    const owner = { workflowId: id, node: "trigger", field: secretsField };
    const reveal = async (reference: string | undefined) =>
      reference === undefined ? undefined : secrets.reveal({ id: reference, owner });
    return Promise.all(
      methods.flatMap((method, at) =>
        method.type !== "signature"
          ? []
          : (async (): Promise<Candidate> => ({
              at,
              method,
              secrets:
                secret === undefined
                  ? await Promise.all(method.secrets.map(({ value }) => reveal(secretReference(value))))
                  : [secret],
            }))(),
      ),
    );
  };

  const check = (candidate: Candidate, subject: Subject, showExpected: boolean): SignatureCheck => {
    const { at, method } = candidate;
    const { request } = subject;
    const named = {
      at,
      name: senderLabel({ ...method, type: "signature", secrets: [] }),
      preset: method.preset,
    };
    const [scheme] = schemesOf(method);
    if (scheme?.kind === "token") {
      return { ...named, ...checkToken(scheme.header, { request, secrets: candidate.secrets }) };
    }
    // An empty text decodes to no key: it fails as a secret that is missing does.
    const texts = candidate.secrets.map((secret) => secret ?? "");
    const {
      failed,
      secret,
      stages,
      signed,
      given: sent,
      expected,
      hints,
    } = explainSignature({
      ...{ method, request, origin, secrets: texts, now: subject.at },
    });
    return {
      ...named,
      ...{ failed, secret, signed },
      outcome: failed === null ? "passed" : "failed",
      stages: stages.map((one) => ({ ...one, facts: { ...one.facts } })),
      given: [...sent],
      expected: showExpected ? [...expected] : [],
      hints: showExpected ? [...hints] : [],
    };
  };

  return async (input, { showExpected }) => {
    const { id, deliveryId, request, method, secret } = input;
    const stored = deliveryId === undefined ? undefined : await delivered(id, deliveryId);
    const { document, hookKey, version } = await documentFor(input, stored?.version ?? null);
    const subject = stored ?? pasted(request, { path: `/hooks/${hookKey}`, at: clock() });
    const candidates =
      method === undefined
        ? await candidatesIn(document, input)
        : [{ at: null, method, secrets: secret === undefined ? [] : [secret] }];
    // With stored secrets, a pasted request would be signed by whoever asks.
    const shows = showExpected && (stored !== undefined || secret !== undefined);
    return {
      checks: candidates.map((candidate) => check(candidate, subject, shows)),
      version: method === undefined ? version : null,
      at: new Date(subject.at).toISOString(),
      bodyIncomplete: subject.bodyIncomplete,
    };
  };
}

/** Throws `invalid-request` for headers that are none. */
function pasted(request: Input["request"], { path, at }: { path: string; at: number }): Subject {
  const { value, problems } = parseHeaderLines(request?.headers ?? "");
  if (problems.length > 0) {
    const issues = problems.map(({ line = 1, message }) => ({
      at: ["request", "headers", line],
      message,
    }));
    throw new PublicError("invalid-request", { members: { issues } });
  }
  const { body = "", bodyEncoding = "utf8", url = path } = request ?? {};
  return {
    request: {
      headers: Object.entries(value).map(([name, text]) => ({ name, value: text })),
      url: URL.canParse(url) ? new URL(url).pathname + new URL(url).search : url,
      body: Buffer.from(body, bodyEncoding),
    },
    ...{ at, bodyIncomplete: false, version: null },
  };
}
