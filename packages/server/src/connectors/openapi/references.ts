import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { isObject, member } from "./json-values.ts";

/** References that may be followed one after the other, and in a document as a whole. */
const maxHops = 20;
const maxFollowed = 500_000;

export type ReferenceProblem = "remote-reference" | "missing-reference" | "endless-reference";

/** Follows `$ref` within one document (RFC 6901 pointers behind `#`). Another document is never fetched. */
export class References {
  readonly #root: Json;
  #left = maxFollowed;

  constructor(root: Json) {
    this.#root = root;
  }

  /**
   * What a value is once its references are followed. Members beside a `$ref` (OpenAPI 3.1) are laid over what it leads to.
   * Tells of a reference that leads nowhere, which gives undefined.
   */
  follow(
    value: Json | undefined,
    tell: (problem: ReferenceProblem, reference: string) => void,
  ): Json | undefined {
    let here = value;
    let beside: JsonObject = {};
    for (let hops = 0; ; hops++) {
      const reference = member(here, "$ref");
      if (typeof reference !== "string" || !isObject(here)) return laidOver(here, beside);
      this.#left -= 1;
      if (hops >= maxHops || this.#left < 0) return told(tell, "endless-reference", reference);
      if (!reference.startsWith("#")) return told(tell, "remote-reference", reference);
      const { $ref: _, ...others } = here;
      beside = { ...others, ...beside };
      here = this.#at(reference);
      if (here === undefined) return told(tell, "missing-reference", reference);
    }
  }

  #at(reference: string): Json | undefined {
    let here: Json | undefined = this.#root;
    for (const part of reference.slice(1).split("/").slice(1)) {
      const name = unescaped(part);
      here = Array.isArray(here) ? (/^\d+$/.test(name) ? here[Number(name)] : undefined) : member(here, name);
    }
    return here;
  }
}

function told(
  tell: (problem: ReferenceProblem, reference: string) => void,
  problem: ReferenceProblem,
  reference: string,
): undefined {
  tell(problem, reference);
  return undefined;
}

function laidOver(value: Json | undefined, beside: JsonObject): Json | undefined {
  return isObject(value) && Object.keys(beside).length > 0 ? { ...value, ...beside } : value;
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part).replace(/~1/g, "/").replace(/~0/g, "~");
  } catch {
    return part;
  }
}
