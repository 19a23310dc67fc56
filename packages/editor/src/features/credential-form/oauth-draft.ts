import type { CredentialAuth } from "@sluice/api/schemas";

type Shown = Extract<CredentialAuth, { type: "oauth2" }>;

/** A credential that renews itself, while it is typed: its further parameters are `name=value` lines. */
export interface OAuthDraft extends Omit<Shown, "type" | "parameters"> {
  readonly parameters: string;
}

export const newOAuth: OAuthDraft = {
  ...{ grant: "authorization-code", authorizationUrl: "", tokenUrl: "", userUrl: "" },
  ...{ clientId: "", clientAuth: "basic", scope: "", parameters: "" },
};

export function oauthDraftOf({ type: _, parameters, ...shown }: Shown): OAuthDraft {
  return { ...shown, parameters: parameters.map(({ name, value }) => `${name}=${value}`).join("\n") };
}

export function oauthOf({ parameters, ...draft }: OAuthDraft): Omit<Shown, "type"> {
  const asksPerson = draft.grant === "authorization-code";
  return {
    ...draft,
    authorizationUrl: asksPerson ? draft.authorizationUrl.trim() : "",
    userUrl: asksPerson ? draft.userUrl.trim() : "",
    tokenUrl: draft.tokenUrl.trim(),
    clientId: draft.clientId.trim(),
    scope: draft.scope.trim(),
    parameters: linesOf(parameters),
  };
}

export function oauthIsComplete(draft: OAuthDraft): boolean {
  const { grant, authorizationUrl, tokenUrl, clientId } = oauthOf(draft);
  return tokenUrl !== "" && clientId !== "" && (grant !== "authorization-code" || authorizationUrl !== "");
}

function linesOf(text: string): Shown["parameters"] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [name = "", ...value] = line.split("=");
      return { name: name.trim(), value: value.join("=").trim() };
    });
}
