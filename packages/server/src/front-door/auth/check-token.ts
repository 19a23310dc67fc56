import { createHash, timingSafeEqual } from "node:crypto";
import type { SignatureCheck } from "@sluice/api/schemas";
import { headersByName } from "../../engine/request-scope.ts";
import { redactedMark } from "../redact-request.ts";

/** What a check sees of a request that is looked at again. */
export interface CheckedRequest {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly url: string;
  readonly body: Uint8Array;
}

type TokenCheck = Omit<SignatureCheck, "at" | "name" | "preset">;

/** A sender that sends its secret as it is. What was stored of it is a mark, so a delivery cannot tell. */
export function checkToken(
  header: string,
  { request, secrets }: { request: CheckedRequest; secrets: readonly (string | undefined)[] },
): TokenCheck {
  const known = secrets.flatMap((secret, at) => (secret ? [{ secret, at }] : []));
  const nothing = { signed: null, given: [], expected: [], hints: [], secret: null };
  const counted = { secrets: secrets.length, usable: known.length };
  const fail = (stage: string, failed: string, before: TokenCheck["stages"] = []): TokenCheck => ({
    ...nothing,
    ...{ outcome: "failed", failed },
    stages: [...before, { stage, failed, facts: stage === "secrets" ? counted : { header } }],
  });
  const secretsStage = { stage: "secrets", failed: null, facts: counted };
  if (known.length === 0) return fail("secrets", "no-usable-secret");
  const given = headersByName(request.headers)[header.toLowerCase()];
  if (given === undefined || given === "") return fail("header", "missing-header", [secretsStage]);
  const passed = [secretsStage, { stage: "header", failed: null, facts: { header } }];
  if (given === redactedMark) return { ...nothing, outcome: "unknown", failed: null, stages: passed };
  const match = known.find(({ secret }) => timingSafeEqual(digestOf(secret), digestOf(given)));
  if (!match) return fail("match", "wrong-credentials", passed);
  const facts = { secrets: known.length, secret: match.at };
  return {
    ...nothing,
    ...{ outcome: "passed", failed: null, secret: match.at },
    stages: [...passed, { stage: "match", failed: null, facts }],
  };
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
