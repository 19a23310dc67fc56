import { invalidHeaderName } from "../document/answer-headers.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { type Finding, finding } from "./finding.ts";

type At = readonly (string | number)[];

/** What of an answer's headers, configured or of a Response, can be known to be refused before it is made. */
export function answerHeaderFindings(config: object | undefined, at: At): Finding[] {
  const { headers, status, kind } = (config ?? {}) as JsonObject;
  if (!Array.isArray(headers)) return [];
  return headers.flatMap((header, index) => {
    if (typeof header !== "object" || header === null || Array.isArray(header)) return [];
    const { name } = header;
    // A name that holds a template is judged when it is known.
    if (typeof name !== "string" || name === "" || name.includes("{{")) return [];
    const problem = problemOf(name, { status, kind });
    if (problem === undefined) return [];
    return [finding("invalid-header", [...at, "headers", index, "name"], { header: name, ...problem })];
  });
}

function problemOf(
  name: string,
  { status, kind }: { status: Json | undefined; kind: Json | undefined },
): { detail: string; detail_fr?: string } | undefined {
  const detail = invalidHeaderName(name);
  if (detail !== undefined) return { detail };
  if (name.toLowerCase() !== "location") return undefined;
  if (kind === "redirect") {
    return {
      detail: "is made from the redirect's location; remove it",
      detail_fr: "vient de l’adresse de la redirection ; retirez-le",
    };
  }
  const known = status === undefined ? 200 : Number(status);
  if (!Number.isInteger(known) || (known >= 300 && known <= 399)) return undefined;
  return {
    detail: "goes only with a status of 300 to 399; answer with a redirect, or change the status",
    detail_fr: "ne va qu’avec un statut de 300 à 399 ; répondez par une redirection, ou changez le statut",
  };
}
