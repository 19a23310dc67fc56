import { type FailureKind, NodeError } from "@sluice/workflow/node-contract";
import { AuthorizationResponseError, OperationProcessingError, ResponseBodyError } from "oauth4webapi";

/** Why a provider did not do what it was asked. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  /** The provider's own error (`invalid_grant`), or a code of the way out. */
  readonly error: string;
  /** Whether asking again can help. */
  readonly kind: FailureKind;

  constructor(given: { error: string; message: string; kind?: FailureKind; cause?: unknown }) {
    super(given.message, { cause: given.cause });
    this.error = given.error;
    this.kind = given.kind ?? "other";
  }

  /** What was granted is over: it was withdrawn, used twice, or has expired (RFC 6749, 5.2). */
  get isOver(): boolean {
    return this.error === "invalid_grant";
  }
}

const mostLength = 500;

/** Any failure of a request to a provider, in its own words; `secrets` are kept out of them. */
export function providerFailure(error: unknown, secrets: readonly string[]): ProviderError {
  const words = (text: string) => plain(text, secrets);
  if (error instanceof ProviderError) {
    const { error: code, kind } = error;
    return new ProviderError({ error: code, kind, message: words(error.message), cause: error });
  }
  if (error instanceof NodeError) {
    return new ProviderError({ error: error.code, message: words(error.message), kind: error.kind });
  }
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) {
    const status = error instanceof ResponseBodyError ? error.status : 400;
    return new ProviderError({
      ...{ error: words(error.error).slice(0, 100), kind: kindOf(status) },
      message: words(error.error_description ?? error.error),
    });
  }
  // An answer that is not one of a token endpoint: its status tells whether it is worth asking again.
  const response = causeOf(error);
  if (response !== undefined && response.status >= 300) {
    const { status } = response;
    const message = `the provider answered ${status}, and says nothing of why`;
    return new ProviderError({ error: "unexpected-answer", kind: kindOf(status), message });
  }
  const reason = error instanceof Error ? error.message : "";
  const message = `the provider's answer is none of OAuth 2.0: ${words(reason)}`;
  return new ProviderError({ error: "unexpected-answer", message, cause: error });
}

function causeOf(error: unknown): Response | undefined {
  if (error instanceof Error && "response" in error && error.response instanceof Response)
    return error.response;
  return error instanceof OperationProcessingError && error.cause instanceof Response
    ? error.cause
    : undefined;
}

function kindOf(status: number): FailureKind {
  if (status === 429) return "429";
  return status >= 500 ? "5xx" : "other";
}

function plain(text: string, secrets: readonly string[]): string {
  const hidden = secrets
    .filter((secret) => secret.length >= 4)
    .reduce((words, secret) => words.replaceAll(secret, "[redacted]"), text);
  return hidden
    .replace(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, mostLength);
}
