import type {
  Credential,
  CredentialAuthChange,
  CredentialAuthInput,
  CredentialType,
} from "@sluice/api/schemas";

/** A credential while it is typed: everything is text, and a part that its type has no use for is kept for later. */
export interface CredentialDraft {
  readonly name: string;
  readonly type: CredentialType;
  readonly username: string;
  /** Of the header or the query parameter. */
  readonly parameter: string;
  /** Empty in a change: the stored one stays. */
  readonly secret: string;
  readonly hosts: readonly string[];
}

export const newDraft: CredentialDraft = {
  ...{ name: "", type: "bearer", username: "", parameter: "", secret: "", hosts: [] },
};

export function draftOf({ name, auth, hosts }: Credential): CredentialDraft {
  return {
    ...newDraft,
    ...{ name, type: auth.type, hosts },
    username: auth.type === "basic" ? auth.username : "",
    parameter: auth.type === "header" || auth.type === "query" ? auth.name : "",
  };
}

/** Whether everything is there that the server asks for. `stored`: the type of the one that is changed. */
export function isComplete(draft: CredentialDraft, stored?: CredentialType): boolean {
  const { name, type, parameter, secret } = draft;
  const named = name.trim() !== "" && ((type !== "header" && type !== "query") || parameter.trim() !== "");
  return named && (secret !== "" || stored === type);
}

/** A new credential's parts, with its secret. */
export function authInputOf({ type, username, parameter, secret }: CredentialDraft): CredentialAuthInput {
  switch (type) {
    case "basic":
      return { type, username, password: secret };
    case "header":
    case "query":
      return { type, name: parameter.trim(), value: secret };
    case "bearer":
      return { type, token: secret };
  }
}

/** The parts of a changed one: a secret that was not typed anew is left out, and stays. */
export function authChangeOf(draft: CredentialDraft): CredentialAuthChange {
  if (draft.secret !== "") return authInputOf(draft);
  const { type, username, parameter } = draft;
  switch (type) {
    case "basic":
      return { type, username };
    case "header":
    case "query":
      return { type, name: parameter.trim() };
    case "bearer":
      return { type };
  }
}
