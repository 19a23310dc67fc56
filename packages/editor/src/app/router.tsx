import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { returnPath } from "../api/return-path.ts";
import { sessionQuery } from "../api/session.ts";
import { loadCanvasTexts } from "../i18n/i18n.ts";
import { NotFound } from "./not-found.tsx";
import { RouteError } from "./route-error.tsx";
import { ScreenLoading } from "./screen-loading.tsx";
import { Shell } from "./shell.tsx";

interface RouterContext {
  readonly queryClient: QueryClient;
}

/** A filter that cannot be read is no filter: a link from elsewhere never breaks a screen. */
function texts<Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): { [Key in Name]?: string | undefined } =>
    Object.fromEntries(
      names.flatMap((name) => (typeof search[name] === "string" ? [[name, search[name]]] : [])),
    ) as {
      [Key in Name]?: string | undefined;
    };
}

/** A screen with a canvas comes with its texts. */
async function withCanvasTexts<Screen>(screen: Promise<Screen>): Promise<Screen> {
  const [module] = await Promise.all([screen, loadCanvasTexts()]);
  return module;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

/** Every screen that needs somebody signed in hangs below this one. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session === null) throw redirect({ to: "/sign-in", search: { return: location.href } });
  },
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/setup",
  validateSearch: texts("token"),
  component: lazyRouteComponent(() => import("../features/accounts/setup-page.tsx"), "SetupPage"),
});

/** Who comes back from single sign-on is signed in already. */
async function leaveWhenSignedIn(queryClient: QueryClient, wanted: string | undefined): Promise<void> {
  const session = await queryClient.ensureQueryData(sessionQuery).catch(() => null);
  if (session !== null) throw redirect({ href: returnPath(wanted), replace: true });
}

const signInSearch = texts("return", "problem");

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import("../features/accounts/sign-in-page.tsx"), "SignInPage"),
  beforeLoad: ({ context, search }) => leaveWhenSignedIn(context.queryClient, search.return),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invitation",
  validateSearch: texts("token"),
  component: lazyRouteComponent(() => import("../features/accounts/invitation-page.tsx"), "InvitationPage"),
});

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/forgot-password",
  component: lazyRouteComponent(
    () => import("../features/accounts/forgot-password-page.tsx"),
    "ForgotPasswordPage",
  ),
});

const newPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/new-password",
  validateSearch: texts("token"),
  component: lazyRouteComponent(
    () => import("../features/accounts/new-password-page.tsx"),
    "NewPasswordPage",
  ),
});

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/home" });
  },
});

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/home",
  component: lazyRouteComponent(() => import("../features/home/home-page.tsx"), "HomePage"),
});

const alertsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/alerts",
  component: lazyRouteComponent(() => import("../features/alerts/alerts-page.tsx"), "AlertsPage"),
});

const workflowsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/workflows",
  validateSearch: texts("q", "folder", "tag"),
  component: lazyRouteComponent(() => import("../features/workflows/workflows-page.tsx"), "WorkflowsPage"),
});

const trashRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/workflows/trash",
  component: lazyRouteComponent(() => import("../features/workflows/trash-page.tsx"), "TrashPage"),
});

const workflowRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/workflows/$id",
  validateSearch: texts("example", "execution"),
  component: lazyRouteComponent(
    () => withCanvasTexts(import("../features/workflow-editor/workflow-editor-page.tsx")),
    "WorkflowEditorPage",
  ),
});

const deliveriesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/deliveries",
  validateSearch: texts("workflowId", "verdict", "reason", "status", "from", "to", "q"),
  component: lazyRouteComponent(() => import("../features/deliveries/deliveries-page.tsx"), "DeliveriesPage"),
});

const deliveryRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/deliveries/$id",
  component: lazyRouteComponent(
    () => withCanvasTexts(import("../features/deliveries/delivery-page.tsx")),
    "DeliveryPage",
  ),
});

const executionsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/executions",
  validateSearch: texts("workflowId", "status", "startedBy", "from", "to", "q"),
  component: lazyRouteComponent(() => import("../features/executions/executions-page.tsx"), "ExecutionsPage"),
});

const executionRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/executions/$id",
  component: lazyRouteComponent(
    () => withCanvasTexts(import("../features/run-view/execution-page.tsx")),
    "ExecutionPage",
  ),
});

const credentialsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/credentials",
  validateSearch: texts("connect", "credential"),
  component: lazyRouteComponent(
    () => import("../features/credentials/credentials-page.tsx"),
    "CredentialsPage",
  ),
});

const connectorsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/connectors",
  component: lazyRouteComponent(() => import("../features/connectors/connectors-page.tsx"), "ConnectorsPage"),
});

const webhooksRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/webhooks",
  component: lazyRouteComponent(() => import("../features/webhooks/webhooks-page.tsx"), "WebhooksPage"),
});

const messagesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/webhooks/messages",
  validateSearch: texts("subscription", "status", "event"),
  component: lazyRouteComponent(() => import("../features/webhooks/messages-page.tsx"), "MessagesPage"),
});

/** The event that is shown is no part of the path: its id is its sender's, and may hold a slash. */
const publishedRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/webhooks/published",
  validateSearch: texts("type", "event"),
  component: lazyRouteComponent(() => import("../features/webhooks/published-page.tsx"), "PublishedPage"),
});

const eventTypesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/webhooks/events",
  component: lazyRouteComponent(() => import("../features/webhooks/event-types-page.tsx"), "EventTypesPage"),
});

/** Its name is no part of the path: one that ends in `.paid` would look like a file. */
const eventTypeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/webhooks/event",
  validateSearch: texts("type"),
  component: lazyRouteComponent(() => import("../features/webhooks/event-type-page.tsx"), "EventTypePage"),
});

const webhookRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/webhooks/$id",
  component: lazyRouteComponent(() => import("../features/webhooks/webhook-page.tsx"), "WebhookPage"),
});

const approvalsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/approvals",
  validateSearch: texts("state"),
  component: lazyRouteComponent(() => import("../features/approvals/approvals-page.tsx"), "ApprovalsPage"),
});

const peopleRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/people",
  component: lazyRouteComponent(() => import("../features/people/people-page.tsx"), "PeoplePage"),
});

const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/account",
  component: lazyRouteComponent(() => import("../features/account/account-page.tsx"), "AccountPage"),
});

const auditRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/audit",
  validateSearch: texts("actor", "act", "object", "outcome", "from", "to"),
  component: lazyRouteComponent(() => import("../features/audit/audit-page.tsx"), "AuditPage"),
});

const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("../features/settings/settings-page.tsx"), "SettingsPage"),
});

const routeTree = rootRoute.addChildren([
  indexRoute,
  setupRoute,
  signInRoute,
  invitationRoute,
  forgotPasswordRoute,
  newPasswordRoute,
  signedInRoute.addChildren([
    homeRoute,
    alertsRoute,
    workflowsRoute,
    trashRoute,
    workflowRoute,
    deliveriesRoute,
    deliveryRoute,
    executionsRoute,
    executionRoute,
    approvalsRoute,
    credentialsRoute,
    connectorsRoute,
    webhooksRoute,
    messagesRoute,
    publishedRoute,
    eventTypesRoute,
    eventTypeRoute,
    webhookRoute,
    peopleRoute,
    accountRoute,
    settingsRoute,
    auditRoute,
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    defaultPendingComponent: ScreenLoading,
    defaultPendingMs: 300,
    defaultErrorComponent: RouteError,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
