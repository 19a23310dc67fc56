import { account, passwordResets, session, sessions, setup, tokens } from "./contract/accounts.ts";
import { alerts } from "./contract/alerts.ts";
import { approvals } from "./contract/approvals.ts";
import { audit } from "./contract/audit.ts";
import { capture } from "./contract/capture.ts";
import { connectors } from "./contract/connectors.ts";
import { contracts } from "./contract/contracts.ts";
import { credentials } from "./contract/credentials.ts";
import { deliveries } from "./contract/deliveries.ts";
import { events } from "./contract/events.ts";
import { executions } from "./contract/executions.ts";
import { held } from "./contract/held.ts";
import { live } from "./contract/live.ts";
import { nodeTypes } from "./contract/node-types.ts";
import { overview } from "./contract/overview.ts";
import { ownAddress } from "./contract/own-address.ts";
import { invitations, users } from "./contract/people.ts";
import { replays } from "./contract/replays.ts";
import { settings } from "./contract/settings.ts";
import { testCases } from "./contract/test-cases.ts";
import { trials } from "./contract/trials.ts";
import { variables } from "./contract/variables.ts";
import { webhooks } from "./contract/webhooks.ts";
import { templates, workflowFiles } from "./contract/workflow-files.ts";
import { moments, versions, workflows } from "./contract/workflows.ts";
import { knownNamesOnly } from "./known-names.ts";

/** All that crosses the wire under `/api/v1`. The server implements it, the editor, tests and kits call it. */
export const contract = knownNamesOnly({
  setup,
  session,
  sessions,
  account,
  passwordResets,
  tokens,
  users,
  invitations,
  workflows,
  versions,
  moments,
  workflowFiles,
  templates,
  contracts,
  variables,
  credentials,
  connectors,
  deliveries,
  replays,
  capture,
  testCases,
  trials,
  held,
  executions,
  approvals,
  events,
  webhooks,
  alerts,
  overview,
  settings,
  audit,
  nodeTypes,
  ownAddress,
  live,
});
export { mostExported } from "./contract/audit.ts";
export type Contract = typeof contract;
