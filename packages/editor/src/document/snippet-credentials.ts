import { headerOf, schemeOf } from "./scheme-of.ts";
import type { DraftMethod, DraftSenders } from "./sender-config.ts";
import type { DraftScheme } from "./signature-scheme.ts";

/** What a snippet proves itself with. Secrets are never known here: placeholders stand for them. */
export type SnippetCredential =
  | { readonly kind: "basic"; readonly username: string }
  | { readonly kind: "header"; readonly name: string; readonly value: string }
  | { readonly kind: "query"; readonly name: string; readonly value: string }
  | { readonly kind: "signature"; readonly scheme: DraftScheme };

/** What a request must carry to be let in: of one method, or of the first of each kind where all must pass. */
export function credentialsFor({ methods, require }: DraftSenders): SnippetCredential[] {
  const known = methods.filter(({ type }) => type !== "unknown");
  const first = known.filter(({ type }, at) => known.findIndex((one) => one.type === type) === at);
  return (require === "all" ? first : first.slice(0, 1)).map(credentialOf);
}

function credentialOf(method: DraftMethod): SnippetCredential {
  switch (method.type) {
    case "basic":
      return { kind: "basic", username: method.username };
    case "apiKey":
      return { kind: method.in, name: method.parameter, value: "API_KEY" };
    case "jwt":
      return { kind: "header", name: method.header, value: "Bearer TOKEN" };
    case "signature": {
      const scheme = schemeOf(method);
      if (scheme && canSign(scheme)) return { kind: "signature", scheme };
      return { kind: "header", name: headerOf(method), value: scheme ? "SIGNATURE" : "SECRET" };
    }
    default:
      return { kind: "header", name: "authorization", value: "Bearer TOKEN" };
  }
}

/** Whether a few lines can make the signature: of the body as it is sent, with a secret that both sides know. */
function canSign({ algorithm, signed, header }: DraftScheme): boolean {
  return algorithm !== "ed25519" && header !== "" && !signed.includes("{sortedParams}");
}
