import { PublicError } from "../errors.ts";
import { basicChallenge } from "./basic-auth.ts";
import type { CompiledHook } from "./compile-hook.ts";
import { checkMediaType, type DeclaredBody } from "./media-type.ts";
import type { Visit } from "./visit.ts";

/** Longest request target, in characters. */
export const maxUrlLength = 8192;

/** Stations 2 to 7, all that can be decided before the body is read. Throws the refusal. */
export function admit(visit: Visit, hook: CompiledHook): DeclaredBody {
  const { request, method, rawUrl } = visit;
  if (method !== "POST") throw new PublicError("method-not-allowed", { headers: { allow: "POST" } });
  if (rawUrl.length > maxUrlLength) throw new PublicError("uri-too-long");
  const expected = request.headers.expect;
  if (expected !== undefined && !visit.awaitsContinue) throw new PublicError("expectation-failed");
  if (visit.bodyBytes > hook.bodyLimit) throw tooLarge(hook.bodyLimit);
  if (hook.basic && !hook.basic(request.headers.authorization)) {
    throw new PublicError("unauthorized", { headers: { "www-authenticate": basicChallenge } });
  }
  return checkMediaType(request, hook.accepts);
}

/** Stations 5 and 7b. */
export function tooLarge(limit: number): PublicError {
  return new PublicError("body-too-large", {
    detail: `The body is larger than the ${limit} bytes that are taken here.`,
    members: { limitBytes: limit },
  });
}
