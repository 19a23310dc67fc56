import type { Problem } from "@sluice/api/schemas";
import { accountProblems } from "./accounts/problems.ts";
import { type CatalogueEntry, entry } from "./problem-entry.ts";

/**
 * Every error that leaves this server, by its stable code. docs/problems.md says for each what causes it and what to
 * do; a test compares the two. A new error is a new line here and a new section there.
 */
export const catalogue = {
  // Trigger URLs, in the order of the front door's checks.
  "hook-not-found": entry(404, "Not found", "There is nothing at this address."),
  "method-not-allowed": entry(
    405,
    "Method not allowed",
    "This address does not take this method; see Allow.",
  ),
  "address-not-allowed": entry(
    403,
    "Address not allowed",
    "This sender's address may not call this trigger.",
  ),
  "rate-limited": entry(429, "Too many requests", "Too many requests; try again after the given time."),
  "body-too-large": entry(413, "Body too large", "The body is larger than what is taken here."),
  unauthorized: entry(401, "Unauthorized", "Credentials are missing or wrong."),
  "unsupported-media-type": entry(
    415,
    "Unsupported media type",
    "The body's media type or encoding is not taken here; see Accept.",
  ),
  "malformed-encoding": entry(400, "Malformed encoding", "The body is not what its Content-Encoding says."),
  "malformed-json": entry(400, "Malformed JSON", "The body is not valid JSON."),
  "malformed-form": entry(400, "Malformed form", "The body is not a form that can be read."),
  "json-too-deep": entry(
    400,
    "JSON nested too deep",
    "The JSON body is nested deeper than what is taken here.",
  ),
  "query-too-complex": entry(
    400,
    "Query too complex",
    "The query string has too many or too deep parameters.",
  ),
  "contract-violation": entry(
    422,
    "Contract violation",
    "The request does not hold what this trigger requires; see violations.",
  ),
  "duplicate-in-progress": entry(
    409,
    "Duplicate in progress",
    "The same request is being worked on; try again after the given time.",
  ),
  "filter-failed": entry(
    500,
    "Filter failed",
    "Whether this request is wanted could not be decided; it was not taken. Send it again later.",
  ),
  "dedupe-failed": entry(
    500,
    "Dedupe key failed",
    "Whether this request came before could not be decided; it was not taken. Send it again later.",
  ),
  "concurrency-failed": entry(
    500,
    "Concurrency key failed",
    "Which executions this one would wait for could not be decided; it was not taken. Send it again later.",
  ),
  "workflow-not-published": entry(404, "Workflow not published", "This workflow has no published version."),
  "trigger-not-webhook": entry(
    404,
    "Not a webhook",
    "This workflow is not started by a request: its trigger is of another kind.",
  ),
  "trigger-unreadable": entry(
    503,
    "Trigger unreadable",
    "The configuration of this workflow's published trigger cannot be read by this server; nothing is taken or run.",
  ),
  "workflow-paused": entry(
    503,
    "Workflow paused",
    "This workflow is paused; try again after the given time.",
  ),
  overloaded: entry(503, "Overloaded", "The request cannot be stored now; try again after the given time."),
  "deadline-exceeded": entry(
    504,
    "Deadline exceeded",
    "The workflow did not answer in time; its execution goes on.",
  ),
  "execution-failed": entry(500, "Execution failed", "The workflow failed before it answered."),
  "status-expired": entry(
    410,
    "Status no longer told",
    "This status address is right, but its time is over: it answers for seven days.",
  ),
  "execution-timed-out": entry(
    504,
    "Execution timed out",
    "The workflow was ended before it answered: it took longer than it may.",
  ),
  "execution-cancelled": entry(
    409,
    "Execution cancelled",
    "Somebody cancelled the execution before it answered; sending the request again begins another one.",
  ),
  "callback-not-found": entry(
    404,
    "No such callback",
    "No step waits for this callback: its execution has ended, or the address is not complete.",
  ),
  "callback-used": entry(409, "Callback used", "This callback address works once, and it has been used."),
  "callback-closed": entry(
    410,
    "Callback closed",
    "Nothing was taken: no step waits at this callback any more, since its time is over or its execution has ended.",
  ),
  "malformed-request": entry(400, "Malformed request", "The request is not valid HTTP."),
  "request-timeout": entry(408, "Request timeout", "The request did not arrive in time."),
  "uri-too-long": entry(414, "URI too long", "The request's address is too long."),
  "headers-too-large": entry(431, "Headers too large", "The request's headers are too large."),
  "expectation-failed": entry(417, "Expectation failed", "This expectation is not known here."),

  // Anywhere in the API.
  "invalid-request": entry(
    400,
    "Invalid request",
    "Something in the request is not what it should be; see issues.",
  ),
  "not-signed-in": entry(401, "Not signed in", "Sign in, or send an API token: Authorization: Bearer slu_…"),
  "scope-missing": entry(403, "Scope missing", "This API token does not have the scope that the call needs."),
  "not-permitted": entry(
    403,
    "Not permitted",
    "Your role may not do this; see role. An owner can give another role.",
  ),
  "csrf-failed": entry(
    403,
    "Request from elsewhere",
    "The call comes from another site, or without the header x-sluice-csrf of this session.",
  ),
  "host-not-allowed": entry(
    403,
    "Host not allowed",
    "This server does not answer to this host name. The operator adds it with SLUICE_ALLOWED_HOSTS.",
  ),
  "path-not-found": entry(404, "No such path", "The API has no such path; see /api/docs."),
  "internal-error": entry(
    500,
    "Internal error",
    "Something went wrong on our side. The server's log says what.",
  ),

  ...accountProblems,
  // Workflows and their records.
  "workflow-not-found": entry(404, "No such workflow", "There is no workflow with this id."),
  "version-not-found": entry(404, "No such version", "This workflow has no such version."),
  "moment-not-found": entry(
    404,
    "No such moment",
    "The draft's history has no such moment: it is kept for 30 days, and its list names the revisions.",
  ),
  "delivery-not-found": entry(404, "No such delivery", "There is no delivery with this id."),
  "request-filtered": entry(
    422,
    "Filtered",
    "The trigger's filter does not let this request through; see rules. Nothing was run.",
  ),
  "replay-not-found": entry(404, "No such replay", "There is no replay with this id."),
  "replay-count-changed": entry(
    409,
    "Not as many any more",
    "There are not as many deliveries as were confirmed; see count. Nothing was run.",
  ),
  "replay-too-many": entry(
    422,
    "Too many at once",
    "More deliveries than one replay takes; see most. Nothing was run.",
  ),
  "node-not-found": entry(404, "No such node", "The draft of this workflow has no such node."),
  "test-not-found": entry(404, "No such test case", "This workflow has no such test case."),
  "too-many-tests": entry(409, "Too many test cases", "This workflow has as many test cases as it may have."),
  "tests-failed": entry(
    422,
    "Tests failed",
    "Test cases of the draft failed; see failed. Nothing was published.",
  ),
  "file-not-found": entry(404, "No such file", "This delivery brought no file of this index."),
  "subscription-not-found": entry(404, "No such subscription", "There is no subscription with this id."),
  "alert-not-found": entry(404, "No such alert", "There is no alert with this id."),
  "message-not-found": entry(404, "No such message", "There is no webhook message with this id."),
  "delivery-not-held": entry(
    409,
    "Not held",
    "Some of these deliveries are not held any more: they were run or discarded. Nothing was done.",
  ),
  "delivery-still-held": entry(
    409,
    "Still held",
    "This delivery came while its workflow was paused and is still held: run it from there, or discard it. Nothing was run.",
  ),
  "still-paused": entry(
    409,
    "Still paused",
    "The workflow is paused. Resume it first, then run what was held.",
  ),
  "body-not-kept": entry(
    409,
    "Body not kept",
    "The body of this request was not kept whole: it was removed when its execution had ended (the trigger keeps the variables only), cut, or never read. It cannot be run again.",
  ),
  "execution-unfinished": entry(
    409,
    "Execution not finished",
    "This execution has not ended yet: cancel it first, or wait.",
  ),
  "value-not-found": entry(404, "No such value", "This execution holds no value of this name."),
  "approval-not-found": entry(404, "No such approval", "There is no approval with this id."),
  "approval-decided": entry(
    409,
    "Already decided",
    "Somebody has decided this before, its time is over, or its execution has ended.",
  ),
  "execution-not-found": entry(404, "No such execution", "There is no execution with this id."),
  "iteration-not-found": entry(
    404,
    "No such iteration",
    "This execution has no such container or iteration, or it has not begun.",
  ),
  "connector-not-found": entry(404, "No such connector", "There is no connector with this id."),
  "operation-not-found": entry(
    404,
    "No such operation",
    "This connector has no operation with this id: its document may have changed.",
  ),
  "connector-name-taken": entry(
    409,
    "Name taken",
    "Another connector has this name or id; names differ in more than case.",
  ),
  "connector-in-use": entry(
    409,
    "Connector in use",
    "Nodes of workflows were made from this connector; see usedBy. Nothing was deleted.",
  ),
  "invalid-openapi": entry(
    422,
    "Not an OpenAPI document",
    "The document is not taken; see issues. Nothing was saved.",
  ),
  "openapi-not-fetched": entry(
    422,
    "Document not fetched",
    "The OpenAPI document could not be fetched from its URL; see issues. Nothing was saved.",
  ),
  "credential-not-found": entry(404, "No such credential", "There is no credential with this id."),
  "credential-name-taken": entry(
    409,
    "Name taken",
    "Another credential has this name; names differ in more than case.",
  ),
  "credential-not-connectable": entry(
    409,
    "Nothing to connect",
    "Only an OAuth 2.0 credential that people let in at a provider is connected.",
  ),
  "credential-in-use": entry(
    409,
    "Credential in use",
    "Workflows use this credential; see usedBy. Nothing was deleted.",
  ),
  "event-refused": entry(
    422,
    "Event refused",
    "The data of the event does not meet the JSON Schema of its type; see violations.",
  ),
  "event-id-taken": entry(
    409,
    "Event id taken",
    "Another event, of another type or with other data, has this id. Nothing was stored.",
  ),
  "event-type-not-found": entry(404, "No such event type", "There is no event type of this name."),
  "event-not-found": entry(404, "No such event", "There is no event with this id."),
  "no-error-workflow": entry(
    409,
    "No error workflow",
    "No error workflow is set; set one, or say which workflow to start.",
  ),
  "invalid-document": entry(
    422,
    "Invalid document",
    "The workflow document's outer shape is broken; see issues. Nothing was saved.",
  ),
  "invalid-file": entry(
    422,
    "Invalid workflow file",
    "The text is no workflow that can be read; see issues. Nothing was saved.",
  ),
  "ambiguous-name": entry(
    409,
    "Ambiguous name",
    "Several workflows have the name that the file gives, and it has no id of one. Nothing was saved.",
  ),
  "template-not-found": entry(404, "No such template", "There is no template with this key."),
  "stale-revision": entry(
    409,
    "Saved by another in between",
    "The draft has been saved since you read it; `current` is what is stored now. Nothing was saved.",
  ),
  "alias-taken": entry(
    409,
    "Alias taken",
    "Another workflow's trigger URL has this alias; see workflow. Nothing was changed.",
  ),
  "not-publishable": entry(
    422,
    "Not publishable",
    "The draft has findings that stop publishing; see findings.",
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type ProblemCode = keyof typeof catalogue;

/** Members of a problem document that depend on its code. */
export type ProblemMembers = Readonly<Record<string, unknown>>;

/**
 * An error that is answered to whoever called. `detail` replaces the catalogue's sentence where more can be said;
 * `headers` go out with it; `cause` stays inside, for the log.
 */
export class PublicError extends Error {
  override readonly name = "PublicError";
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly members: ProblemMembers;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    more: {
      readonly detail?: string;
      readonly members?: ProblemMembers;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(more.detail ?? catalogue[code].detail, { cause: more.cause });
    this.code = code;
    this.detail = more.detail;
    this.members = more.members ?? {};
    this.headers = more.headers ?? {};
  }
}

/** The RFC 9457 document of a code. `type` is a name, not an address: nothing is loaded from it. */
export function problemDocument(
  code: ProblemCode,
  more: { readonly detail?: string | undefined; readonly members?: ProblemMembers } = {},
): Problem {
  const { status, title, detail } = catalogue[code];
  return {
    type: `urn:sluice:problem:${code}`,
    title,
    status,
    detail: more.detail ?? detail,
    code,
    ...more.members,
  };
}
