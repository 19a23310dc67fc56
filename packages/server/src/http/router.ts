import { implement, type Router } from "@orpc/server";
import { contract } from "@sluice/api/contract";
import type { ApiContext } from "./context.ts";
import { type AccountsHandlersGiven, accountsHandlers } from "./handlers/accounts.ts";
import { type AlertsHandlersGiven, alertsHandlers } from "./handlers/alerts.ts";
import { type AuditHandlersGiven, auditHandlers } from "./handlers/audit.ts";
import { type CaptureHandlersGiven, captureHandlers } from "./handlers/capture.ts";
import { type ConnectorsHandlersGiven, connectorsHandlers } from "./handlers/connectors.ts";
import { type ContractsHandlersGiven, contractsHandlers } from "./handlers/contracts.ts";
import { type CredentialsHandlersGiven, credentialsHandlers } from "./handlers/credentials.ts";
import { type DeliveriesHandlersGiven, deliveriesHandlers } from "./handlers/deliveries.ts";
import { type EventsHandlersGiven, eventsHandlers } from "./handlers/events.ts";
import { type ExecutionsHandlersGiven, executionsHandlers } from "./handlers/executions.ts";
import { type HeldHandlersGiven, heldHandlers } from "./handlers/held.ts";
import { type LiveHandlerGiven, liveHandler } from "./handlers/live.ts";
import { type NodeTypesHandlersGiven, nodeTypesHandlers } from "./handlers/node-types.ts";
import { type OverviewHandlersGiven, overviewHandlers } from "./handlers/overview.ts";
import { ownAddressHandlers } from "./handlers/own-address.ts";
import { type PeopleHandlersGiven, peopleHandlers } from "./handlers/people.ts";
import { type SettingsHandlersGiven, settingsHandlers } from "./handlers/settings.ts";
import { type TestCasesHandlersGiven, testCasesHandlers } from "./handlers/test-cases.ts";
import { type TrialsHandlersGiven, trialsHandlers } from "./handlers/trials.ts";
import { variablesHandlers } from "./handlers/variables.ts";
import { type WebhooksHandlersGiven, webhooksHandlers } from "./handlers/webhooks.ts";
import { type WorkflowFilesHandlersGiven, workflowFilesHandlers } from "./handlers/workflow-files.ts";
import { type WorkflowsHandlersGiven, workflowsHandlers } from "./handlers/workflows.ts";

export type ApiRouter = Router<typeof contract, ApiContext>;

export type RouterGiven = AccountsHandlersGiven &
  PeopleHandlersGiven &
  WorkflowsHandlersGiven &
  WorkflowFilesHandlersGiven &
  ContractsHandlersGiven &
  DeliveriesHandlersGiven &
  CaptureHandlersGiven &
  TestCasesHandlersGiven &
  TrialsHandlersGiven &
  ExecutionsHandlersGiven &
  CredentialsHandlersGiven &
  ConnectorsHandlersGiven &
  NodeTypesHandlersGiven &
  EventsHandlersGiven &
  SettingsHandlersGiven &
  WebhooksHandlersGiven &
  AlertsHandlersGiven &
  OverviewHandlersGiven &
  HeldHandlersGiven &
  AuditHandlersGiven &
  LiveHandlerGiven;

/** The contract with what answers each of its routes. A route without a handler does not compile. */
export function createRouter(given: RouterGiven): ApiRouter {
  const api = contractImplementer();
  return api.router({
    ...accountsHandlers(api, given),
    ...peopleHandlers(api, given),
    ...workflowsHandlers(api, given),
    ...workflowFilesHandlers(api, given),
    contracts: contractsHandlers(api, given),
    ...deliveriesHandlers(api, given),
    capture: captureHandlers(api, given),
    testCases: testCasesHandlers(api, given),
    trials: trialsHandlers(api, given),
    ...executionsHandlers(api, given),
    held: heldHandlers(api, given),
    credentials: credentialsHandlers(api, given),
    connectors: connectorsHandlers(api, given),
    events: eventsHandlers(api, given),
    settings: settingsHandlers(api, given),
    webhooks: webhooksHandlers(api, given),
    audit: auditHandlers(api, given),
    alerts: alertsHandlers(api, given),
    overview: overviewHandlers(api, given),
    variables: variablesHandlers(api),
    nodeTypes: nodeTypesHandlers(api, given),
    ownAddress: ownAddressHandlers(api),
    live: liveHandler(api, given),
  });
}

export type ContractImplementer = ReturnType<typeof contractImplementer>;

function contractImplementer() {
  return implement(contract)
    .$context<ApiContext>()
    .use(async ({ context, path, next }, input) => {
      // What was authorized is what runs: two readings of one path must not differ.
      if (path.join(".") !== context.procedure) throw new Error(`${path.join(".")} was not authorized`);
      context.audited?.handled(input, undefined);
      const answered = await next();
      context.audited?.handled(input, answered.output);
      return answered;
    });
}
