import { compileExpression, evaluateRules, type Scope } from "@sluice/workflow/expressions";
import type {
  DatabaseQuery,
  DatabaseResult,
  FileReference,
  Json,
  JsonObject,
  MailReceipt,
  OutgoingMail,
  OutgoingRequest,
  OutgoingResponse,
  PlainCredential,
  Rules,
  RulesOutcome,
  RunContext,
  SandboxJob,
  SandboxResult,
  SeenItem,
  TokenPrice,
} from "@sluice/workflow/node-contract";
import type { Reach } from "./reach.ts";
import type { StepControl } from "./step-control.ts";
import { untilAnswered } from "./until-answered.ts";

const maxLogLines = 100;
const maxLogLength = 2000;

/** What a step's run may reach. A class: a dozen closures for each step cost more than most steps. */
export class StepContext implements RunContext {
  readonly idempotencyKey: string;
  readonly attempt: number;
  readonly now: string;
  /** What it has said so far. */
  lines: readonly string[] = noLines;
  readonly #scope: Scope;
  readonly #control: StepControl;
  readonly #reach: Reach;

  constructor(given: {
    readonly scope: Scope;
    readonly idempotencyKey: string;
    readonly attempt: number;
    readonly now: string;
    readonly control: StepControl;
    readonly reach: Reach;
  }) {
    this.idempotencyKey = given.idempotencyKey;
    this.attempt = given.attempt;
    this.now = given.now;
    this.#scope = given.scope;
    this.#control = given.control;
    this.#reach = given.reach;
  }

  get signal(): AbortSignal {
    return this.#control.signal;
  }

  evaluate(expression: string): Json {
    return compileExpression(expression).evaluate(this.#scope);
  }

  evaluateRules(rules: Rules, seen?: SeenItem): RulesOutcome {
    return evaluateRules(rules, seen === undefined ? this.#scope : { ...this.#scope, ...seen });
  }

  scope(): JsonObject {
    return this.#scope as JsonObject;
  }

  log(message: string): void {
    if (this.lines.length < maxLogLines) this.lines = [...this.lines, message.slice(0, maxLogLength)];
  }

  fetch(request: OutgoingRequest): Promise<OutgoingResponse> {
    return this.#reach.fetch({ ...request, signal: this.#control.signal });
  }

  mail(mail: OutgoingMail): Promise<MailReceipt> {
    return this.#reach.mail({ ...mail, signal: this.#control.signal });
  }

  query(query: DatabaseQuery): Promise<DatabaseResult> {
    return this.#reach.query({ ...query, signal: this.#control.signal });
  }

  file(reference: FileReference): Promise<Uint8Array> {
    // Its first part is the execution's id.
    const executionId = this.idempotencyKey.split("/", 1)[0] ?? "";
    return untilAnswered(
      () => this.#reach.file(reference, executionId),
      () => this.#control.aborted,
    );
  }

  credential(reference: string): Promise<PlainCredential> {
    return untilAnswered(
      () => this.#reach.credential(reference),
      () => this.#control.aborted,
    );
  }

  sandbox(job: SandboxJob): Promise<SandboxResult> {
    const begun = this.#control.queue();
    return this.#reach.sandbox(job, { signal: this.#control.signal, begun }).finally(begun);
  }

  tokenPrice(model: string): TokenPrice | undefined {
    return this.#reach.tokenPrice(model);
  }
}

/** Of the many steps that say nothing. */
export const noLines: readonly string[] = [];
