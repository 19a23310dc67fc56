import type { PlainCredential } from "./credential.ts";
import type { DatabaseQuery, DatabaseResult } from "./database.ts";
import type { Json } from "./json.ts";
import type { MailReceipt, OutgoingMail } from "./mail.ts";
import type { OutgoingRequest, OutgoingResponse } from "./outgoing.ts";
import type { FileReference } from "./received-file.ts";
import type { Rules, RulesOutcome } from "./rules.ts";
import type { SandboxJob, SandboxResult } from "./sandbox.ts";
import type { TokenPrice } from "./spent.ts";

/** What rules see as `item` and `index`. */
export interface SeenItem {
  readonly item: Json;
  readonly index: number;
}

/** All that a run may reach besides its config and input. Small enough to be written as a plain object in a test. */
export interface RunContext {
  /** Aborts when the step is cancelled, runs out of time or the process shuts down. */
  readonly signal: AbortSignal;
  /** `{execution}/{node}/{frame}`: the same for every attempt of this step. */
  readonly idempotencyKey: string;
  /** From 1. */
  readonly attempt: number;
  /** The moment the step began, RFC 3339 in UTC. */
  readonly now: string;
  /** Value of a bare expression in the step's scope. Throws an `ExpressionError`. */
  evaluate(expression: string): Json;
  /**
   * Result of a rule group in the step's scope, with `seen` as `item` and `index` where it is given. A rule that is an error
   * does not throw: it is in the records.
   */
  evaluateRules(rules: Rules, seen?: SeenItem): RulesOutcome;
  /** The step's scope as plain data, for code that gets it whole (`trigger`, `request`, `steps`, `item`, …). */
  scope(): { readonly [root: string]: Json };
  /** A line for people, kept with the step. */
  log(message: string): void;
  /** The only way out. Rejects with a `NodeError` (`network`, `timeout`, or code `address-refused`). */
  fetch(request: OutgoingRequest): Promise<OutgoingResponse>;
  /** The only way out for mail. Rejects with a `NodeError`. */
  mail(mail: OutgoingMail): Promise<MailReceipt>;
  /** The only way to a database. Rejects with a `NodeError`. */
  query(query: DatabaseQuery): Promise<DatabaseResult>;
  /** Bytes of a file that the execution's delivery brought. Rejects with a `NodeError` (code `file-missing`). */
  file(reference: FileReference): Promise<Uint8Array>;
  /** Rejects with a `NodeError` (code `credential-missing`). */
  credential(reference: string): Promise<PlainCredential>;
  /** Rejects with a `NodeError` (codes `code-failed`, `code-timeout`, `code-memory`, `sandbox-unavailable`). */
  sandbox(job: SandboxJob): Promise<SandboxResult>;
  /** What a model costs, where the operator has said it. */
  tokenPrice(model: string): TokenPrice | undefined;
}
