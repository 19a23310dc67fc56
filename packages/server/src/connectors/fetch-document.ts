import { NodeError } from "@sluice/workflow/node-contract";
import { PublicError } from "../errors.ts";
import type { Outgoing } from "../outgoing/send.ts";
import { maxDocumentBytes } from "./openapi/read-text.ts";

const timeoutMs = 30_000;
const redirects = 5;

export interface FetchedDocument {
  readonly text: string;
  /** Where it came from in the end. */
  readonly from: string;
}

/** A document by its URL, by the same way and rules as a node. Throws `openapi-not-fetched` with the reason. */
export async function fetchDocument(fetch: Outgoing["fetch"], url: string): Promise<FetchedDocument> {
  const accept = "application/vnd.oai.openapi+json, application/json, application/yaml;q=0.9, */*;q=0.5";
  const request = {
    ...{ method: "GET", url, headers: [{ name: "accept", value: accept }] },
    ...{ timeoutMs, maxBytes: maxDocumentBytes, redirects },
  };
  try {
    const response = await fetch(request);
    if (response.status !== 200) throw notFetched(`the server answered ${response.status}`);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(response.body);
    return { text, from: response.url };
  } catch (error) {
    if (error instanceof NodeError) throw notFetched(`${error.code}: ${error.message}`, error);
    if (error instanceof TypeError) throw notFetched("the document is no text in UTF-8", error);
    throw error;
  }
}

function notFetched(message: string, cause?: unknown): PublicError {
  return new PublicError("openapi-not-fetched", {
    members: { issues: [{ at: ["source", "url"], message }] },
    cause,
  });
}
