import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { definitions } from "@sluice/nodes/definitions";
import { runners } from "@sluice/nodes/runners";
import { createAccounts } from "./accounts/accounts.ts";
import type { App, AppOptions } from "./app-shape.ts";
import { stopParts } from "./app-stop.ts";
import { createAudit } from "./audit/audit.ts";
import { commandAct } from "./audit/command-act.ts";
import { objectNames } from "./audit/object-names.ts";
import { copyBeforeUpgrade } from "./backup/copy-before-upgrade.ts";
import { systemClock } from "./clock.ts";
import { createConnectors } from "./connectors/connectors.ts";
import { createCredentials } from "./credentials/credentials.ts";
import { createCapture } from "./deliveries/capture.ts";
import { createDeliveredFile } from "./deliveries/delivered-file.ts";
import { createReplays } from "./deliveries/replays.ts";
import { createEngine, type StatusUrl } from "./engine/engine.ts";
import type { Outside } from "./engine/reach.ts";
import { readFrame, readIterations } from "./engine/read-execution.ts";
import { createEvents } from "./events/events.ts";
import { createInterest } from "./events/interest.ts";
import { createRefusedEvents } from "./events/refused-deliveries.ts";
import { createErrorWorkflow } from "./failures/error-workflow.ts";
import { createSignatureDebugger } from "./front-door/auth/debug-signature.ts";
import { createFrontDoor } from "./front-door/front-door.ts";
import { createListening, tellListening } from "./front-door/listening.ts";
import { keptAtDoor } from "./front-door/refusals.ts";
import { createRunAgain } from "./front-door/run-again.ts";
import { createHeld } from "./held/held.ts";
import { holdKey } from "./held-key.ts";
import { createApi } from "./http/api.ts";
import { createAuditedCalls } from "./http/audited-call.ts";
import { createDocsPage } from "./http/docs-page.ts";
import { createEditorFiles } from "./http/editor-files.ts";
import { createHealth, insist } from "./http/health.ts";
import { allowedHosts } from "./http/hosts.ts";
import { leaveConnections } from "./http/leave-connections.ts";
import { listen } from "./http/listen.ts";
import { createMetricsPage } from "./http/metrics-page.ts";
import { createOAuthCallback } from "./http/oauth-callback.ts";
import { createOpenApi } from "./http/openapi.ts";
import { createRouter } from "./http/router.ts";
import { senderAddress, withinNetworks } from "./http/sender-address.ts";
import { createHttpServer } from "./http/server.ts";
import { createSingleSignOn } from "./http/single-sign-on.ts";
import { createStrangersMay } from "./http/strangers.ts";
import { createWorkerServer } from "./http/worker-server.ts";
import { createPresence } from "./live/presence.ts";
import { createSharedHub } from "./live/shared-hub.ts";
import { createWatch } from "./live/watch.ts";
import { MeasuredIntake } from "./metrics/measured-intake.ts";
import { measuredRunners } from "./metrics/measured-runners.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { oldestDue } from "./metrics/oldest-due.ts";
import { createOAuth } from "./oauth/oauth.ts";
import { createOutgoing } from "./outgoing/outgoing.ts";
import { createSandbox } from "./sandbox/sandbox.ts";
import { createCallbackSigner } from "./secrets/callback-signature.ts";
import { masterKeyFor } from "./secrets/key-file.ts";
import { createStatusSigner } from "./secrets/status-signature.ts";
import { instanceOf } from "./settings/instance.ts";
import { createSettings } from "./settings/settings.ts";
import { createTestMail } from "./settings/test-mail.ts";
import { openStores, type Stores } from "./stores/open-stores.ts";
import type { WaitPlace } from "./stores/waits/store.ts";
import { createAnnounce } from "./subscriptions/announce.ts";
import { createDispatcher } from "./subscriptions/dispatcher.ts";
import { createEventTypes, insistOnType } from "./subscriptions/event-types.ts";
import { createMessages } from "./subscriptions/messages.ts";
import { createSubscriptions } from "./subscriptions/subscriptions.ts";
import { createSystemMail } from "./system-mail/system-mail.ts";
import { createHandlers } from "./tasks/handlers/handlers.ts";
import { startSweep } from "./tasks/sweep.ts";
import { openTracing } from "./tracing/open-tracing.ts";
import { createRehearsals } from "./trials/rehearsals.ts";
import { version } from "./version.ts";
import { createWatching } from "./watching/watching.ts";
import { createWorkflowFiles } from "./workflow-files/workflow-files.ts";
import { createDraftHistory } from "./workflows/draft-history.ts";
import { startHousekeeping } from "./workflows/housekeeping.ts";
import { createPublishing } from "./workflows/publishing.ts";
import { createWorkflows } from "./workflows/workflows.ts";

export type { App, AppOptions };

const defaultGraceMs = 10_000;

/** Joins everything and listens. What it throws, it throws before it has let a request in. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log, clock = systemClock } = options;
  const stores = await openStores({ config, log, clock, beforeUpgrade: () => copyBeforeUpgrade(config) });
  try {
    return await joinAll(options, stores);
  } catch (error) {
    await stores.close();
    throw error;
  }
}

async function joinAll(options: AppOptions, stores: Stores): Promise<App> {
  const { config, log, clock = systemClock, signInLimits } = options;
  const { workflows: store, secrets, deliveries, executions, waits } = stores;
  const { events: eventsStore, triggers, retention, tasks, broadcast } = stores;
  const straySince = () => engine.load.straySince;
  const metrics = createMetrics({
    ...{ load: () => engine.load, waiting: () => stores.intake.waiting, liveReaders: () => hub.readers },
    oldestDue: () => oldestDue({ executions, straySince }, clock()),
  });
  const tracing = await openTracing({ config, clock });
  const intake = new MeasuredIntake(stores.intake, metrics, tracing);
  const measured = measuredRunners(runners, metrics);
  const masterKey = await masterKeyFor({
    dataFolder: config.data,
    configured: config.secretKey,
    store: secrets,
  });
  const heldKey = await holdKey({
    ...{ masterKey, store: secrets, intake, alone: stores.alone, clock, log },
  });
  const { vault } = heldKey;
  const signer = createCallbackSigner(masterKey);
  const outgoing = createOutgoing({
    ...{
      allowNetworks: config.allowNetworks,
      sqliteFiles: config.sqliteFiles,
      ownFolder: config.data,
      paces: stores.paces,
      clock,
    },
  });
  const oauth = createOAuth({
    ...{ store: stores.oauth, credentials: stores.credentials, vault, clock, out: outgoing, log },
  });
  const credentials = createCredentials({ store: stores.credentials, vault, clock, out: outgoing, oauth });
  const connectors = createConnectors({ store: stores.connectors, fetch: outgoing.fetch, clock });
  const deliveredFile = createDeliveredFile({ ...{ executions, deliveries }, limit: config.maxBodyBytes });

  const audit = createAudit({ store: stores.audit, clock, log });
  let url = "";
  const base = () => config.publicUrl ?? url;
  const rights = createWatch();
  broadcast.subscribe("rights", (userId) => rights.changed(userId));
  const systemMail = createSystemMail(config);
  const accounts = createAccounts({
    ...{ store: stores.accounts, clock, base, log, signInLimits, mail: systemMail },
    firstMade: ({ id, email }) => audit.record(commandAct("setup.create", { kind: "user", id, name: email })),
    changed: (userId) => broadcast.publish("rights", userId),
  });
  const { sessions, tokens, setup, passwordResets } = accounts;
  await accounts.begin(config);

  const statusSigner = createStatusSigner(masterKey);
  const statusUrl: StatusUrl = (place) => `${base()}${statusSigner.pathOf(place)}`;
  const callbackUrl = (place: WaitPlace) => `${base()}${signer.pathOf(place)}`;
  const records = { executions, deliveries, callbackUrl };
  const interest = await createInterest({ ...stores, log });
  const hub = createSharedHub({
    broadcast,
    readStep: async ({ executionId: id, node, frame }) => {
      const steps = await readFrame(records, { id, frame });
      return typeof steps === "string" ? undefined : steps.find((step) => step.node === node);
    },
  });
  const presence = createPresence({ broadcast, publishHere: (news) => hub.publishHere(news) });
  const trusts = withinNetworks(config.trustedProxies);
  const addressOf = (request: Parameters<typeof senderAddress>[0]) => senderAddress(request, trusts);
  const sandbox = createSandbox();
  const eventTypes = createEventTypes({ store: stores.subscriptions, triggers, workflows: store, clock });
  const outside: Outside = {
    fetch: (request) => outgoing.fetch(request),
    mail: (mail) => outgoing.mail(mail),
    query: (query) => outgoing.query(query),
    file: deliveredFile,
    credential: (id) => credentials.reveal(id),
    admit: async (event) => insistOnType(event, await eventTypes.judge(event)),
    sandbox: (job, asked) => sandbox.run(job, asked),
    tokenPrice: (model) => config.modelPrices.get(model),
  };
  const engine = createEngine({
    ...{ intake, executions, deliveries, waits, hub, log, clock, secrets: vault, workflows: store },
    runners: tracing?.runners(measured) ?? measured,
    ...{ outside, callbackUrl, statusUrl, tellsSuccess: () => interest.wants("execution.succeeded") },
    env: { ...config.env },
    concurrency: config.concurrency,
    queueLimit: config.queueLimit,
    ...{ alone: stores.alone, lease: heldKey.lease },
    takesUp: config.role.includes("worker"),
    tellOthers: ({ kind, executionId }) => broadcast.publish(kind, executionId),
  });
  for (const kind of ["cancel", "call-off", "look", "due"] as const) {
    broadcast.subscribe(kind, (executionId, from) => {
      if (from === "elsewhere") engine.heard({ kind, executionId });
    });
  }
  broadcast.onGap(() => engine.poke());
  const settings = createSettings({ store: stores.settings, workflows: store, config, clock });
  const { maxBodyBytes, env } = config;
  const runAgain = createRunAgain({
    ...{ engine, intake, secrets: vault, deliveries, workflows: store, hub, maxBodyBytes, clock, statusUrl },
  });
  const listening = createListening(clock);
  const door = createFrontDoor({
    kept: async () => keptAtDoor((await settings.get()).retention),
    ...{ listening, deliveries, intake, engine, hub, log, addressOf, clock, signer, maxBodyBytes },
    ...{ secrets: vault, workflows: store, senders: stores.senders, drift: stores.drift },
    refused: (delivery) => tellRefused(delivery),
    ...{ statusSigner, statusUrl, outcome: (id) => executions.outcome(id) },
    base,
    publicUrl: config.publicUrl,
    fetch: (request) => outgoing.fetch(request),
  });
  const capture = createCapture({
    ...{ workflows: store, deliveries, hub, clock, settled: () => door.settle() },
    listen: tellListening(broadcast, listening),
  });

  const { testCases, runTrial } = createRehearsals({
    ...{ stores, records, runners, secrets: vault, maxBodyBytes, outside, callbackUrl, env, log, clock },
  });

  let taking = false;
  const policy = {
    ...{ store, secrets, vault, clock, hub, tasks, types: definitions, credentials: stores.credentials },
    hasPublicUrl: config.publicUrl !== undefined,
    hookUrl: (key: string) => `${base()}/hooks/${key}`,
    activity: {
      lastReceived: (ids: readonly string[]) => deliveries.lastReceived(ids),
      countHeld: (ids: readonly string[]) => deliveries.countHeld(ids),
      countFailures: (query: Parameters<typeof executions.countFailures>[0]) =>
        executions.countFailures(query),
      countBetween: (query: Parameters<typeof executions.countBetween>[0]) => executions.countBetween(query),
    },
  };
  const replays = createReplays({ store: stores.replays, deliveries, tasks, clock });
  const events = createEvents({
    ...{ store: eventsStore, tasks, types: eventTypes, messages: stores.subscriptions, clock },
  });
  const tellRefused = createRefusedEvents({ interest, events, clock, log });
  const { alerts, watch, overview } = createWatching({
    ...{ stores, events, mail: systemMail, dataFolder: config.data, base, clock, log, straySince },
  });
  const subscriptionsGiven = {
    ...{ store: stores.subscriptions, vault, clock, log, events },
    ...{ fetch: outgoing.fetch, guard: outgoing.guard, changed: () => interest.renew() },
  };
  const { alone, paces } = stores;
  const dispatcher = createDispatcher({ ...subscriptionsGiven, alone, paces, attempted: metrics.attempted });
  const subscriptions = createSubscriptions({
    ...subscriptionsGiven,
    wake: () => dispatcher.wake(),
    defaultFormat: async () => (await settings.get()).webhookFormat,
  });
  const executionUrl = (id: string) => `${base()}/executions/${id}`;
  const errorWorkflow = createErrorWorkflow({
    ...{ workflows: store, settings, starter: engine, executionUrl, clock },
  });
  const handlers = createHandlers({
    takeUp: (id, signal) => engine.takeUp(id, signal),
    callOff: (called) => engine.callOff(called),
    ...{ tasks, starter: engine, eventsStore, triggers, workflows: store, executions, retention },
    subscriptions: stores.subscriptions,
    audit: stores.audit,
    ...{ events, settings, errorWorkflow, executionUrl, clock, log, engine, deliveries, hub, statusUrl },
    ...{ replays: stores.replays, runAgain },
    announce: createAnnounce({ store: stores.subscriptions, clock, wake: () => dispatcher.wake() }),
  });
  const workflows = createWorkflows(policy);
  const publishing = createPublishing({ ...policy, runTests: (given) => testCases.run(given) });
  const router = createRouter({
    ...accounts,
    ...{ watch: rights, hasOidc: config.oidcIssuer !== undefined, oauth, publicUrl: config.publicUrl },
    ...{ connectors, credentials, deliveries, executions, waits, engine, hub, presence },
    types: definitions,
    ...{ eventTypes, messages: createMessages({ store: stores.subscriptions }) },
    ...{ events, settings, errorWorkflow, subscriptions, runAgain, replays, capture, testCases, runTrial },
    ...{ alerts, overview },
    held: createHeld({ deliveries, workflows: store, intake, tasks, engine, hub, clock, statusUrl }),
    workflows,
    publishing,
    draftHistory: createDraftHistory(policy),
    workflowFiles: createWorkflowFiles({ policy, workflows, publishing }),
    workflowsStore: store,
    runDocument: (given) => engine.run(given),
    debugSignature: createSignatureDebugger({
      ...{ workflows: store, deliveries, secrets: vault, clock, settled: () => door.settle() },
      origin: config.publicUrl,
    }),
    readFrame: (given) => readFrame(records, given),
    readIterations: (given) => readIterations(records, given),
    maxBodyBytes,
    deliveriesSettled: () => door.settle(),
    sendersStore: stores.senders,
    sendersSettled: () => door.settle(),
    drift: stores.drift,
    audit,
    instance: () => instanceOf({ config, listensOn: url }),
    testMail: createTestMail({ mail: systemMail, settings }),
  });
  const { publicUrl } = config;
  const recording = { audit, log, names: objectNames(stores), strangersMay: createStrangersMay() };
  const auditedCalls = createAuditedCalls({
    ...recording,
    accountOf: async (email) => (await stores.accounts.users.byEmail(email))?.id,
  });
  const [web, worker] = [config.role.includes("web"), config.role.includes("worker")];
  const health = createHealth({
    database: () => stores.check(),
    migrations: () => stores.checkTables(),
    queue: () => insist(!worker || tasks.going),
    accepting: () => insist(taking),
  });
  const metricsPage = createMetricsPage({ metrics, tokens, addressOf, allow: config.metricsAllow });
  const server = web
    ? door.createServer(
        createHttpServer({
          api: createApi({ router, sessions, tokens, publicUrl, addressOf, auditedCalls, log }),
          oauthCallback: createOAuthCallback({ ...recording, oauth, sessions, addressOf, publicUrl }),
          oidc: createSingleSignOn({
            ...{ config, store: stores.accounts, clock, masterKey, sessions, base, addressOf, ...recording },
          }),
          docs: createDocsPage(() => createOpenApi({ version })),
          editor: createEditorFiles(fileURLToPath(new URL("../../editor/dist", import.meta.url))),
          allowedHosts: allowedHosts({ listensOn: config.host, publicUrl, more: config.allowedHosts }),
          ...{ health, metrics: metricsPage, publicUrl, trusts, log },
        }),
      )
    : createServer(createWorkerServer({ health, metrics: metricsPage, log }));

  const rounds: { stop(): unknown }[] = [];
  let watched: ReturnType<typeof watch.start> | undefined;
  const parts = {
    ...{ server, connections: leaveConnections(server), door, rounds, watched: () => watched },
    leaving: () => {
      taking = false;
    },
    ...{
      interest,
      presence,
      hub,
      dispatcher,
      tasks,
      engine,
      sandbox,
      outgoing,
      passwordResets,
      tracing,
      stores,
    },
  };
  let stopped: Promise<void> | undefined;
  const stop: App["stop"] = (given) => {
    stopped ??= stopParts(parts, { graceMs: defaultGraceMs, lingerMs: 0, ...given });
    return stopped;
  };
  try {
    await stores.started;
    // Until the door opens it answers 503: who starts what a former process left must own the port.
    url = await listen(server, config);
    await engine.start();
    // From here on this process is seen to run, and the key is not changed under it: had it been just before, it ends here.
    await heldKey.insist();
    if (worker) await tasks.start(handlers);
    if (worker) await dispatcher.start();
    if (worker)
      rounds.push(
        await startSweep({ tasks, triggers, events: eventsStore, replays: stores.replays, clock, log }),
      );
    watched = watch.start({ rounds: worker });
    const setupToken = web ? await setup.begin() : undefined;
    if (web) door.open();
    taking = true;
    rounds.push(startHousekeeping({ store, clock, log }));
    return {
      url,
      setupLink: setupToken === undefined ? null : `${publicUrl ?? url}/setup?token=${setupToken}`,
      ...{ tokens, lost: heldKey.lost, stop },
      get liveReaders() {
        return hub.readers;
      },
    };
  } catch (error) {
    // Whoever tries again needs the port, and finds nothing of this try at work.
    await stop({ graceMs: 0 }).catch((err: unknown) =>
      log.warn({ err }, "a start that failed left something behind"),
    );
    throw error;
  }
}
