import type {
  Approval,
  DeliverySummary,
  Execution,
  ExecutionSummary,
  News,
  Step,
  WorkflowSummary,
} from "@sluice/api/schemas";
import type { QueryClient } from "@tanstack/react-query";
import { api } from "./client.ts";
import { type Pages, putIntoPages, putStepIntoList } from "./put-news.ts";

export type NewsListener = (news: News) => void;
interface ListInput {
  readonly workflowId?: string;
  readonly verdict?: string;
  readonly reason?: string;
  readonly status?: string;
  readonly startedBy?: string;
  readonly from?: string;
  readonly to?: string;
  readonly q?: string;
  readonly replayOf?: string;
  readonly duplicateOf?: string;
}

/** Writes one piece of news into what is already read; what cannot be derived from it is read again. */
export function applyNews(queryClient: QueryClient, news: News): void {
  switch (news.kind) {
    case "delivery":
      putDelivery(queryClient, news.delivery);
      if (news.delivery.verdict !== "accepted") {
        void queryClient.invalidateQueries({ queryKey: api.deliveries.counters.key() });
      }
      touchWorkflow(queryClient, news.workflowId, { lastDeliveryAt: news.delivery.receivedAt });
      void queryClient.invalidateQueries({
        queryKey: api.deliveries.get.key({ input: { id: news.delivery.id } }),
      });
      if (news.delivery.verdict === "held") countHeldSoon(queryClient);
      return;
    case "execution":
      putExecution(queryClient, news.execution);
      if (news.execution.status === "failed" || news.execution.status === "timed-out") {
        void queryClient.invalidateQueries({ queryKey: api.workflows.list.key() });
      }
      return;
    case "step":
      putStep(queryClient, news.executionId, news.step);
      touchApprovals(queryClient, news.executionId, news.step);
      return;
    case "workflow":
      void queryClient.invalidateQueries({ queryKey: api.workflows.key() });
      void queryClient.invalidateQueries({ queryKey: api.versions.list.key() });
      void queryClient.invalidateQueries({ queryKey: api.moments.key() });
      return;
    // Who has it open concerns the open editor alone, which listens for itself.
    case "presence":
      return;
  }
}

const counting = new WeakSet<QueryClient>();
const countAfterMs = 300;

/** How many are held stands with their workflow: read once for all that come in a moment, after the last of them. */
function countHeldSoon(queryClient: QueryClient): void {
  if (counting.has(queryClient)) return;
  counting.add(queryClient);
  setTimeout(() => {
    counting.delete(queryClient);
    void queryClient.invalidateQueries({ queryKey: api.workflows.key() });
  }, countAfterMs);
}

/** After a gap in the news. What is being read at this moment goes on. */
export function invalidateLists(queryClient: QueryClient): void {
  for (const key of [api.workflows.key(), api.deliveries.key(), api.executions.key(), api.approvals.key()]) {
    void queryClient.invalidateQueries({ queryKey: key }, { cancelRefetch: false });
  }
}

function putDelivery(queryClient: QueryClient, delivery: DeliverySummary): void {
  putIntoLists<DeliverySummary>(
    queryClient,
    api.deliveries.list.key({ type: "infinite" }),
    delivery,
    (input) => meansDelivery(input, delivery),
  );
}

/** Undefined: whether a search finds it only the server can say. */
function meansDelivery(input: ListInput, delivery: DeliverySummary): boolean | undefined {
  const { workflowId, verdict, reason, status, from, to, q, replayOf, duplicateOf } = input;
  const { receivedAt } = delivery;
  const answered = String(delivery.status ?? "");
  if (workflowId !== undefined && workflowId !== delivery.workflowId) return false;
  if (verdict !== undefined && verdict !== delivery.verdict) return false;
  if (reason !== undefined && reason !== delivery.reason) return false;
  if (status?.endsWith("xx") ? status[0] !== answered[0] : (status ?? answered) !== answered) return false;
  if (from !== undefined && receivedAt < from) return false;
  if (to !== undefined && receivedAt >= to) return false;
  if (replayOf !== undefined && replayOf !== delivery.replayOf) return false;
  if (duplicateOf !== undefined && duplicateOf !== delivery.duplicateOf) return false;
  return q === undefined ? true : undefined;
}

/** Undefined: whether a search finds it only the server can say. */
function meansExecution(input: ListInput, execution: ExecutionSummary): boolean | undefined {
  const { workflowId, status, startedBy, from, to, q } = input;
  const { queuedAt } = execution;
  if (workflowId !== undefined && workflowId !== execution.workflowId) return false;
  if (status !== undefined && status !== execution.status) return false;
  if (startedBy !== undefined && startedBy !== execution.startedBy) return false;
  if (from !== undefined && queuedAt < from) return false;
  if (to !== undefined && queuedAt >= to) return false;
  return q === undefined ? true : undefined;
}

function putExecution(queryClient: QueryClient, execution: ExecutionSummary): void {
  putIntoLists<ExecutionSummary>(
    queryClient,
    api.executions.list.key({ type: "infinite" }),
    execution,
    (input) => meansExecution(input, execution),
  );
  const key = api.executions.get.queryKey({ input: { id: execution.id } });
  if (execution.finishedAt !== null && isAsked(queryClient, (one) => one.executionId === execution.id)) {
    void queryClient.invalidateQueries({ queryKey: api.approvals.key() });
  }
  const known = queryClient.getQueryData<Execution>(key);
  if (known === undefined) return;
  queryClient.setQueryData<Execution>(key, { ...known, ...execution });
  // The end brings answer, error and warnings, which the summary lacks.
  if (execution.finishedAt !== null) void queryClient.invalidateQueries({ queryKey: key });
}

function putStep(queryClient: QueryClient, executionId: string, step: Step): void {
  if (step.frame !== "") {
    // Of the iterations only those are read that somebody looks at.
    const key = api.executions.steps.queryKey({ input: { id: executionId, frame: step.frame } });
    queryClient.setQueryData<{ items: Step[] }>(key, (known) =>
      known === undefined ? undefined : { items: putStepIntoList(known.items, step) },
    );
    return;
  }
  queryClient.setQueryData<Execution>(api.executions.get.queryKey({ input: { id: executionId } }), (known) =>
    known === undefined ? undefined : { ...known, steps: putStepIntoList(known.steps, step) },
  );
}

/** Approvals have no news of their own: a step that begins or ends waiting for one tells of them. */
function touchApprovals(queryClient: QueryClient, executionId: string, step: Step): void {
  const asks = step.waiting?.kind === "approval";
  if (asks || isAsked(queryClient, (one) => one.executionId === executionId && one.node === step.node)) {
    void queryClient.invalidateQueries({ queryKey: api.approvals.key() });
  }
}

/** Whether one of the approvals that were read last is still open and meant. */
function isAsked(queryClient: QueryClient, meant: (approval: Approval) => boolean): boolean {
  return queryClient
    .getQueriesData<{ items: Approval[] }>({ queryKey: api.approvals.list.key({ type: "query" }) })
    .some(([, page]) => page?.items.some((one) => one.state === "open" && meant(one)));
}

function touchWorkflow(queryClient: QueryClient, id: string, change: Partial<WorkflowSummary>): void {
  const lists = queryClient.getQueriesData<Pages<WorkflowSummary>>({
    queryKey: api.workflows.list.key({ type: "infinite" }),
  });
  for (const [key, pages] of lists) {
    if (pages === undefined) continue;
    queryClient.setQueryData<Pages<WorkflowSummary>>(key, {
      ...pages,
      pages: pages.pages.map((page) => ({
        ...page,
        items: page.items.map((item) => (item.id === id ? { ...item, ...change } : item)),
      })),
    });
  }
}

/** Puts an item into every list of the query that is read, as the filter of each says. */
function putIntoLists<Item extends { id: string }>(
  queryClient: QueryClient,
  prefix: readonly unknown[],
  item: Item,
  belongs: (input: ListInput) => boolean | undefined,
): void {
  for (const [key, pages] of queryClient.getQueriesData<Pages<Item>>({ queryKey: prefix })) {
    if (pages === undefined) continue;
    const known = pages.pages.some((page) => page.items.some(({ id }) => id === item.id));
    const next = putIntoPages(pages, item, belongs(inputOf(key)) ?? known);
    queryClient.setQueryData<Pages<Item>>(key, next);
  }
}

/** The input that an oRPC key carries: `[path, { type, input }]`. */
function inputOf(key: readonly unknown[]): ListInput {
  const options = key[1];
  if (typeof options !== "object" || options === null || !("input" in options)) return {};
  return (options.input ?? {}) as ListInput;
}
