import { invalidHeaderName } from "../document/answer-headers.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { type Finding, type FindingValues, finding } from "./finding.ts";

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

/** A redirect whose status is known not to lead anywhere: the answer could never be made. */
export function redirectStatusFindings(config: object | undefined, at: At, names: FindingValues): Finding[] {
  const { kind, status } = (config ?? {}) as JsonObject;
  const known = typeof status === "string" && status.trim() !== "" ? Number(status) : status;
  if (kind !== "redirect" || typeof known !== "number" || Number.isNaN(known)) return [];
  if (known >= 300 && known <= 399) return [];
  const detail = "a redirect needs a status from 300 to 399";
  const detail_fr = "une redirection demande un statut de 300 à 399";
  return [finding("invalid-config", [...at, "status"], { ...names, field: "status", detail, detail_fr })];
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
