import {
  type DatabaseQuery,
  type DatabaseResult,
  type EmittedEvent,
  type FileReference,
  type MailReceipt,
  NodeError,
  type OAuth2Token,
  type OutgoingMail,
  type OutgoingRequest,
  type OutgoingResponse,
  type PlainCredential,
  type SandboxJob,
  type SandboxResult,
  type TokenPrice,
} from "@sluice/workflow/node-contract";
import type { Redactor } from "./redact.ts";

/** How the sandbox is asked. */
interface SandboxAsked {
  readonly signal: AbortSignal;
  /** Called when it takes the job up: until then the job waits for those of others. */
  readonly begun: () => void;
}

/** The world outside of the engine, as steps may touch it: handed in. */
export interface Outside {
  /** Everything outgoing, past the guard. Rejects with a `NodeError`. */
  fetch(request: OutgoingRequest): Promise<OutgoingResponse>;
  /** Mail and databases, past the same guard. They reject with a `NodeError`. */
  mail(mail: OutgoingMail): Promise<MailReceipt>;
  query(query: DatabaseQuery): Promise<DatabaseResult>;
  /** A file of the delivery that started the execution. Rejects with a `NodeError`. */
  file(reference: FileReference, executionId: string): Promise<Uint8Array>;
  /** Undefined: there is no such credential. */
  credential(reference: string): Promise<PlainCredential | undefined>;
  /** Rejects with a `NodeError` for an event that its type does not take. */
  admit(event: EmittedEvent): Promise<void>;
  /** Rejects with a `NodeError`. Jobs of different owners (workflows) take turns. */
  sandbox(job: SandboxJob, asked: { owner: string } & SandboxAsked): Promise<SandboxResult>;
  /** Undefined: the operator has named no price. */
  tokenPrice(model: string): TokenPrice | undefined;
}

/** The same for the steps of one plan: what they learn of credentials is kept out of the records. */
export interface Reach {
  fetch: Outside["fetch"];
  mail: Outside["mail"];
  query: Outside["query"];
  file: Outside["file"];
  admit: Outside["admit"];
  credential(reference: string): Promise<PlainCredential>;
  sandbox(job: SandboxJob, asked: SandboxAsked): Promise<SandboxResult>;
  tokenPrice: Outside["tokenPrice"];
}

export function reachOf(
  outside: Outside,
  { workflowId, redactor }: { workflowId: string; redactor: Redactor },
): Reach {
  return {
    fetch: (request) => outside.fetch(request),
    mail: (mail) => outside.mail(mail),
    query: (query) => outside.query(query),
    file: (reference, executionId) => outside.file(reference, executionId),
    admit: (event) => outside.admit(event),
    sandbox: (job, asked) => outside.sandbox(job, { owner: workflowId, ...asked }),
    tokenPrice: (model) => outside.tokenPrice(model),
    async credential(reference) {
      const credential = await outside.credential(reference);
      if (!credential) {
        throw new NodeError({
          code: "credential-missing",
          message: "the credential of this step is not there any more; choose another one",
        });
      }
      redactor.learn(secretsOf(credential));
      return credential.type === "oauth2" ? learningRenewed(credential, redactor) : credential;
    },
  };
}

/** What a token is renewed to is kept out of the records as well. */
function learningRenewed<Credential extends OAuth2Token>(
  credential: Credential,
  redactor: Redactor,
): Credential {
  const renew = async (refused: string) => {
    const token = await credential.renew(refused);
    if (token !== undefined) redactor.learn([token]);
    return token;
  };
  return { ...credential, renew };
}

function secretsOf(credential: PlainCredential): string[] {
  switch (credential.type) {
    case "basic": {
      const { username, password } = credential;
      return [password, Buffer.from(`${username}:${password}`, "utf8").toString("base64")];
    }
    case "header":
    case "query":
      return [credential.value];
    case "bearer":
    case "oauth2":
      return [credential.token];
    case "aws":
      return [credential.secretAccessKey, credential.sessionToken];
    case "smtp":
    case "postgres":
    case "mysql":
      return [credential.password];
    case "sqlite":
      return [];
  }
}

/** Where nothing outside is to be touched. */
export const nothingOutside: Outside = {
  fetch: () => Promise.reject(unavailable("network")),
  mail: () => Promise.reject(unavailable("mail")),
  query: () => Promise.reject(unavailable("database")),
  file: () => Promise.reject(unavailable("file")),
  credential: () => Promise.resolve(undefined),
  admit: () => Promise.resolve(),
  sandbox: () => Promise.reject(unavailable("sandbox")),
  tokenPrice: () => undefined,
};

function unavailable(what: string): NodeError {
  return new NodeError({ code: `${what}-unavailable`, message: `this server has no ${what}` });
}
