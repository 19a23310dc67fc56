import type { Delivery, Execution, Expectations, TestRequest } from "@sluice/api/schemas";
import type { Json } from "@sluice/workflow/node-contract";
import { queryTextOf } from "../engine/request-scope.ts";

/** Answers up to so many characters are expected as they were. */
const longestBody = 4096;
const ranStatuses: ReadonlySet<string> = new Set(["succeeded", "failed"]);
/** Headers that the connection wrote. */
const ofConnection: ReadonlySet<string> = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
]);

/** The request of a delivery as a test case sends it: as it is stored, secrets redacted. */
export function requestOf({ request }: Delivery): TestRequest {
  const { url, headers, body, bodyEncoding } = request;
  return {
    query: queryTextOf(url),
    headers: headers.filter(({ name }) => !ofConnection.has(name.toLowerCase())),
    ...{ body, bodyEncoding },
  };
}

/** That what happened happens again. Answers of synchronous workflows count when they are short JSON. */
export function expectationsOf(delivery: Delivery, execution: Execution | undefined): Expectations {
  const { status, answer } = delivery;
  const body = execution?.answer ? jsonOf(answer?.body ?? "") : undefined;
  const ended = execution?.status;
  const ran = (execution?.steps ?? []).filter(
    ({ node, status: step }) => node !== "trigger" && ranStatuses.has(step),
  );
  return {
    ...(status === null ? {} : { status }),
    ...(body === undefined ? {} : { body: { match: "contains", value: body } }),
    ...(ended === "succeeded" || ended === "failed" || ended === "timed-out" ? { execution: ended } : {}),
    ...(execution ? {} : { execution: "none" }),
    ...(ran.length > 0 ? { ran: ran.map(({ node }) => node) } : {}),
  };
}

function jsonOf(text: string): Json | undefined {
  if (text.length > longestBody) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}
