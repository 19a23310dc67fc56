import type { Contract } from "@sluice/api/contract";
import { covers, type Role, roleScopes, type TokenScope } from "@sluice/api/roles";

/**
 * Who may call a route:
 * - `public`: anybody
 * - `session`: a signed-in person of any role; API tokens may not
 * - `own`: a signed-in person of any role, or an API token with every scope; the handler looks at whose thing it is
 * - a scope: a signed-in person whose role has it, or an API token that has it and whose owner's role has it. `*` is what
 *   nothing less covers: people and settings, which are the owner's.
 * - `session` and a scope: a signed-in person whose role has it; API tokens may not
 */
export type Access = "public" | "session" | "own" | TokenScope | `session ${TokenScope}`;

type AccessTable<Part> = {
  readonly [Name in keyof Part]: Part[Name] extends { "~orpc": unknown } ? Access : AccessTable<Part[Name]>;
};

/** Every route of the contract has its line here: one without does not compile, and is closed if it comes to run. */
const access: AccessTable<Contract> = {
  setup: { state: "public", create: "public" },
  session: { get: "session", create: "public", delete: "session", ways: "public" },
  sessions: { list: "session", delete: "session", deleteOthers: "session" },
  account: { change: "session", changePassword: "session" },
  passwordResets: { create: "public", finish: "public" },
  tokens: { list: "own", create: "own", delete: "own" },
  users: { list: "*", change: "*", remove: "*", resetPassword: "*" },
  invitations: { list: "*", create: "*", withdraw: "*", read: "public", accept: "public" },
  workflows: {
    list: "workflows:read",
    create: "workflows:write",
    get: "workflows:read",
    save: "workflows:write",
    delete: "workflows:write",
    trashed: "workflows:read",
    untrash: "workflows:write",
    publish: "workflows:write",
    unpublish: "workflows:write",
    pause: "workflows:pause",
    resume: "workflows:pause",
    duplicate: "workflows:write",
    rotateKey: "workflows:write",
    setAlias: "workflows:write",
    removeAlias: "workflows:write",
    place: "workflows:write",
    placements: "workflows:read",
    moveFolder: "workflows:write",
    check: "workflows:read",
    debugSignature: "workflows:write",
    senders: "workflows:read",
    run: "workflows:write",
  },
  versions: {
    list: "workflows:read",
    get: "workflows:read",
    restore: "workflows:write",
    diff: "workflows:read",
  },
  moments: { list: "workflows:read", get: "workflows:read", restore: "workflows:write" },
  workflowFiles: { get: "workflows:read", read: "workflows:read", apply: "workflows:write" },
  templates: { list: "workflows:read", get: "workflows:read" },
  contracts: { docs: "workflows:read", drift: "workflows:read", forgetDrift: "workflows:write" },
  variables: { parse: "workflows:read" },
  credentials: {
    list: "credentials:read",
    create: "credentials:write",
    get: "credentials:read",
    update: "credentials:write",
    delete: "credentials:write",
    connect: "session credentials:write",
    disconnect: "credentials:write",
    test: "credentials:write",
  },
  connectors: {
    list: "workflows:read",
    create: "workflows:write",
    // It may fetch a document.
    read: "workflows:write",
    shipped: "workflows:read",
    operations: "workflows:read",
    get: "workflows:read",
    operation: "workflows:read",
    change: "workflows:write",
    update: "workflows:write",
    delete: "workflows:write",
  },
  deliveries: {
    list: "executions:read",
    counters: "executions:read",
    get: "executions:read",
    file: "executions:read",
    replay: "executions:write",
    replayMany: "executions:write",
  },
  replays: { list: "executions:read", get: "executions:read", stop: "executions:write" },
  // Listening makes the door keep what it would not: it is for those who may change the workflow.
  capture: { begin: "workflows:write", next: "executions:read" },
  testCases: {
    list: "workflows:read",
    create: "workflows:write",
    fromDelivery: "workflows:write",
    save: "workflows:write",
    delete: "workflows:write",
    run: "workflows:write",
  },
  trials: { run: "workflows:write" },
  held: { run: "executions:write", discard: "executions:write" },
  executions: {
    list: "executions:read",
    get: "executions:read",
    steps: "executions:read",
    iterations: "executions:read",
    value: "executions:read",
    cancel: "executions:write",
    retry: "executions:write",
  },
  approvals: { list: "executions:read", decide: "executions:write" },
  webhooks: {
    list: "webhooks:read",
    create: "webhooks:write",
    get: "webhooks:read",
    replace: "webhooks:write",
    change: "webhooks:write",
    delete: "webhooks:write",
    rotateSecret: "webhooks:write",
    test: "webhooks:write",
    attempts: "webhooks:read",
    logs: "webhooks:read",
    recover: "webhooks:resend",
    resend: "webhooks:resend",
    messages: "webhooks:read",
    message: "webhooks:read",
    available: "webhooks:read",
    eventType: "webhooks:read",
    describeEvent: "workflows:write",
    forgetEvent: "workflows:write",
  },
  events: { publish: "events:write", list: "executions:read", get: "executions:read" },
  settings: { get: "*", save: "*", instance: "*", testMail: "session *", testErrorWorkflow: "*" },
  audit: { list: "audit:read", export: "audit:read" },
  alerts: {
    list: "alerts:read",
    create: "alerts:write",
    offers: "alerts:read",
    preview: "alerts:read",
    get: "alerts:read",
    save: "alerts:write",
    delete: "alerts:write",
    mute: "alerts:write",
    test: "alerts:write",
  },
  overview: { get: "executions:read" },
  nodeTypes: { list: "workflows:read" },
  ownAddress: { get: "workflows:read" },
  live: "executions:read",
};

/** What a route's place in the contract (`workflows.get`) asks for; undefined: not listed, so nobody may. */
export function accessOf(procedure: string): Access | undefined {
  let part: unknown = access;
  for (const name of procedure.split(".")) {
    if (typeof part !== "object" || part === null || !Object.hasOwn(part, name)) return undefined;
    part = (part as Record<string, unknown>)[name];
  }
  return typeof part === "string" ? (part as Access) : undefined;
}

/** Whether somebody of this role may do what asks for `access`. */
export function roleMay(role: Role, access: Access): boolean {
  if (access === "public" || access === "session" || access === "own") return true;
  return covers(roleScopes[role], scopeOf(access));
}

/** Whether an API token may: never more than its scopes, and never more than its owner's role. Null: it has no owner. */
export function tokenMay(
  token: { readonly scopes: readonly TokenScope[]; readonly owner: { readonly role: Role } | null },
  access: Access,
): boolean {
  if (access === "public") return true;
  if (isForSessions(access)) return false;
  if (!covers(token.scopes, access === "own" ? "*" : access)) return false;
  return token.owner === null || roleMay(token.owner.role, access);
}

/** Whether only people may who are signed in, and no API token. */
export function isForSessions(
  access: Access,
): access is Extract<Access, "session" | `session ${TokenScope}`> {
  return access === "session" || access.startsWith("session ");
}

function scopeOf(access: TokenScope | `session ${TokenScope}`): TokenScope {
  return access.replace(/^session /, "") as TokenScope;
}
