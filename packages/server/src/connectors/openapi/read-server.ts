import type { Json } from "@sluice/workflow/node-contract";
import { isPlain, listIn, member, textIn } from "./json-values.ts";

/**
 * The first server of a list that can be called, its variables replaced by their defaults and a relative one resolved against
 * where the document came from. Undefined: there is none.
 */
export function readServer(holder: Json | undefined, from: string | undefined): string | undefined {
  for (const server of listIn(holder, "servers")) {
    const variables = member(server, "variables");
    const text = textIn(server, "url").replace(/\{([^{}]+)\}/g, (_, name: string) =>
      String(member(member(variables, name), "default") ?? ""),
    );
    const url = usableBase(text, from);
    if (url !== undefined) return url;
  }
  return undefined;
}

/** An absolute `http(s)` URL to put paths behind, without user, query and last slash. Undefined: it is none. */
export function usableBase(text: string, from?: string): string | undefined {
  if (text.length > 2000 || !isPlain(text) || !URL.canParse(text, from)) return undefined;
  const url = new URL(text, from);
  if (!/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return undefined;
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}
