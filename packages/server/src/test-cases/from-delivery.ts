import type { Delivery, Execution, Expectations, RecordedStep, Step, TestRequest } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json, NodeTypes } from "@sluice/workflow/node-contract";
import { firstFrame } from "../engine/first-frame.ts";

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
  const mark = url.indexOf("?");
  return {
    query: mark < 0 ? "" : url.slice(mark + 1),
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

/** Nodes of a document that reach outside or sleep, with the frame of their first run: what a test cannot run for real. */
export function nodesToRecord(
  document: WorkflowDocument,
  types: NodeTypes,
): { node: string; frame: string }[] {
  return Object.entries(document.nodes).flatMap(([node, { type }]) => {
    const definition = Object.hasOwn(types, type) ? types[type] : undefined;
    const reaches = definition?.effects === "outside" || definition?.sleeps === true;
    return reaches ? [{ node, frame: firstFrame(document, node) }] : [];
  });
}

/** What a step answered, for a test to answer the same; undefined: it did not run to an end. */
export function recordOf(step: Step, output: Json): RecordedStep | undefined {
  const { status, port, error } = step;
  if (status === "succeeded") return { port: typeof port === "string" ? port : "out", output };
  if (status !== "failed" || !error) return undefined;
  return { port: "out", output: null, error: { code: error.code, message: error.message } };
}
