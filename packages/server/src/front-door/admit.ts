import { PublicError } from "../errors.ts";
import type { CompiledHook } from "./compile-hook.ts";
import type { Guards } from "./guards/guards.ts";
import { allowedMethods, isGreeting } from "./handshakes.ts";
import type { Visit } from "./visit.ts";

/** Longest request target, in characters. */
export const maxUrlLength = 8192;

/** Stations 2 to 5: method, address, rate and declared size. Throws the refusal. */
export function admit(visit: Visit, hook: CompiledHook, guards: Guards): void {
  const { request, method, rawUrl } = visit;
  if (method !== "POST" && !isGreeting(visit, hook)) {
    throw new PublicError("method-not-allowed", { headers: { allow: allowedMethods(hook) } });
  }
  guards.admit(visit, hook);
  if (rawUrl.length > maxUrlLength) throw new PublicError("uri-too-long");
  const expected = request.headers.expect;
  if (expected !== undefined && !visit.awaitsContinue) throw new PublicError("expectation-failed");
  if (visit.bodyBytes > hook.bodyLimit) throw tooLarge(hook.bodyLimit);
}

/** Stations 5 and 7b. */
export function tooLarge(limit: number): PublicError {
  return new PublicError("body-too-large", {
    detail: `The body is larger than the ${limit} bytes that are taken here.`,
    members: { limitBytes: limit },
  });
}
