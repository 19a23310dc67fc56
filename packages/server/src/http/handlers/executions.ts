import type { Approval, Execution, Step } from "@sluice/api/schemas";
import { isoTime } from "../../clock.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Iteration } from "../../engine/iterations-of.ts";
import type { Missing } from "../../engine/read-execution.ts";
import { PublicError } from "../../errors.ts";
import type { ExecutionsStore } from "../../stores/executions/store.ts";
import type { StoredWait, WaitsStore } from "../../stores/waits/store.ts";
import type { ApiContext } from "../context.ts";
import { executionQuery } from "../execution-query.ts";
import { pageById } from "../page.ts";
import type { ContractImplementer } from "../router.ts";

export interface ExecutionsHandlersGiven {
  readonly executions: ExecutionsStore;
  readonly waits: WaitsStore;
  readonly engine: Pick<Engine, "read" | "cancel" | "retry" | "resolveWait">;
  readonly readFrame: (given: { id: string; frame: string }) => Promise<Step[] | Missing>;
  readonly readIterations: (given: {
    id: string;
    node: string;
    frame: string;
  }) => Promise<Iteration[] | Missing>;
}

const defaultIterations = 100;

export function executionsHandlers(api: ContractImplementer, given: ExecutionsHandlersGiven) {
  const { executions, engine, readFrame, readIterations } = given;
  const read = async (id: string): Promise<Execution> => {
    const execution = await engine.read(id);
    if (!execution) throw new PublicError("execution-not-found");
    return execution;
  };
  return {
    executions: {
      list: api.executions.list.handler(({ input }) => {
        const { limit: _limit, cursor: _cursor, ...filter } = input;
        const query = executionQuery(filter);
        return pageById({ ...input, prefix: "exe" }, (page) => executions.list({ ...query, ...page }));
      }),
      get: api.executions.get.handler(({ input }) => read(input.id)),
      steps: api.executions.steps.handler(async ({ input }) => {
        return { items: present(await readFrame(input)) };
      }),
      iterations: api.executions.iterations.handler(async ({ input }) => {
        const { id, node, frame = "", from = 0, limit = defaultIterations, status } = input;
        const all = present(await readIterations({ id, node, frame }));
        const wanted = status === undefined ? all : all.filter((one) => one.status === status);
        return { items: wanted.slice(from, from + limit), total: wanted.length };
      }),
      value: api.executions.value.handler(async ({ input }) => {
        const values = await executions.values({ executionId: input.id, value: input.value });
        const value = values.get(input.value);
        if (value === undefined) throw new PublicError("value-not-found");
        return value;
      }),
      cancel: api.executions.cancel.handler(async ({ input }) => {
        await engine.cancel(input.id);
        return read(input.id);
      }),
      retry: api.executions.retry.handler(async ({ input }) => {
        const { id, from, version } = input;
        const became = await engine.retry({ executionId: id, from, version });
        if (became === undefined) {
          throw new PublicError((await engine.read(id)) ? "version-not-found" : "execution-not-found");
        }
        if (became === "unfinished") throw new PublicError("execution-unfinished");
        if (became === "body-not-kept") throw new PublicError("body-not-kept");
        return read(became);
      }),
    },
    approvals: approvalsHandlers(api, given),
  };
}

/** What was asked for, or that it is not there. */
function present<Found>(found: Found | Missing): Found {
  if (found === "no-execution") throw new PublicError("execution-not-found");
  if (found === "no-iteration") throw new PublicError("iteration-not-found");
  return found as Found;
}

function approvalsHandlers(api: ContractImplementer, { waits, engine }: ExecutionsHandlersGiven) {
  return {
    list: api.approvals.list.handler(({ input }) => {
      const decided = input.state === undefined ? undefined : input.state === "decided";
      return pageById({ ...input, prefix: "apr" }, async (page) =>
        (await waits.approvals({ decided, ...page })).map(toApproval),
      );
    }),
    decide: api.approvals.decide.handler(async ({ input, context }) => {
      const { id, approved, comment = "" } = input;
      const asked = await waits.approval(id);
      if (!asked) throw new PublicError("approval-not-found");
      const { executionId, node, frame } = asked;
      const person = nameOf(context);
      const became = await engine.resolveWait({
        place: { executionId, node, frame },
        kind: "approval",
        woken: { by: "approval", approved, comment, person },
        by: person,
      });
      if (became !== "resolved") throw new PublicError("approval-decided");
      const decided = await waits.approval(id);
      if (!decided) throw new PublicError("approval-not-found");
      return toApproval(decided);
    }),
  };
}

function toApproval(wait: StoredWait): Approval {
  const { approvalId, executionId, workflowId, node, frame, title, message, result } = wait;
  const decision = result?.by === "approval" ? result : undefined;
  return {
    id: approvalId ?? "",
    ...{ executionId, workflowId, node, frame, title, message },
    askedAt: new Date(wait.askedAt).toISOString(),
    until: isoTime(wait.until),
    state: decision ? (decision.approved ? "approved" : "rejected") : stateOf(wait),
    decidedAt: isoTime(wait.resolvedAt),
    decidedBy: wait.resolvedBy,
    comment: decision ? decision.comment : null,
  };
}

function stateOf({ state, until }: StoredWait): Approval["state"] {
  if (state === "open") return until !== null && until <= Date.now() ? "expired" : "open";
  return state === "expired" ? "expired" : "cancelled";
}

function nameOf({ caller }: ApiContext): string {
  if (caller.kind === "person") return caller.session.user.email;
  return caller.kind === "token" ? caller.id : "";
}
