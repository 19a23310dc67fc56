import type { SnippetCredential } from "../../document/snippet-credentials.ts";
import { signRequest } from "./sign-request.ts";

/** The query with the keys that stand in the URL. */
export function queryWithKeys(
  { query, secrets }: { query: string; secrets: readonly string[] },
  credentials: readonly SnippetCredential[],
): string {
  const keys = credentials.flatMap((one, at) =>
    one.kind === "query" ? [`${encodeURIComponent(one.name)}=${encodeURIComponent(secrets[at] ?? "")}`] : [],
  );
  return [query.trim(), ...keys].filter((part) => part !== "").join(query.trim() === "" ? "" : "&");
}

/** The headers that prove who sends. */
export async function proofsOf(
  credentials: readonly SnippetCredential[],
  { texts, url }: { texts: { secrets: readonly string[]; body: string }; url: string },
): Promise<{ name: string; value: string }[]> {
  const proofs = credentials.map(async (one, at) => {
    const secret = texts.secrets[at] ?? "";
    if (one.kind === "signature") {
      return signRequest({ scheme: one.scheme, secret, url, body: texts.body, now: Date.now() });
    }
    if (one.kind !== "header") return [];
    return [{ name: one.name, value: one.value.startsWith("Bearer ") ? `Bearer ${secret}` : secret }];
  });
  return (await Promise.all(proofs)).flat();
}
