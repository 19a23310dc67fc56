import { randomBytes } from "node:crypto";
import { NodeError, type RunContext } from "@sluice/workflow/node-contract";
import type { Clock } from "../clock.ts";
import type { AnyRunner } from "../engine/plan-node.ts";
import type { ToldOfIntake } from "../metrics/measured-intake.ts";
import type { Spans } from "./spans.ts";
import { readTraceparent, type SpanPlace, spanIdOf, traceIdOf, traceparentOf } from "./trace-ids.ts";

/** The way of a delivery as spans: delivery → execution → step → outgoing request. */
export interface Tracing extends ToldOfIntake {
  /** The same runners, each try of which is a span. */
  runners(runners: Readonly<Record<string, AnyRunner>>): Readonly<Record<string, AnyRunner>>;
  close(): Promise<void>;
}

export interface TracingGiven {
  readonly spans: Spans;
  readonly clock: Clock;
  /** Go on in the sender's trace where its request names one. */
  readonly takesParent: boolean;
  /** Name the span in what goes out. */
  readonly sendsParent: boolean;
}

/** Executions whose sender's trace is remembered until they end; after that many the oldest are forgotten. */
const mostRemembered = 10_000;

export function createTracing({ spans, clock, takesParent, sendsParent }: TracingGiven): Tracing {
  /** Where the delivery of an execution stands, while this process has anything to do with it. */
  const places = new Map<string, { readonly place: SpanPlace; readonly deliveryId: string | null }>();
  const remember = (executionId: string, sender: SpanPlace | undefined, deliveryId: string | null) => {
    const known = places.get(executionId);
    if (known) return known;
    const traceId = sender?.traceId ?? traceIdOf(executionId);
    const made = { place: { traceId, spanId: spanIdOf(executionId) }, deliveryId };
    places.set(executionId, made);
    const [oldest] = places.size > mostRemembered ? places.keys() : [];
    if (oldest !== undefined) places.delete(oldest);
    return made;
  };
  const senderOf = (traceparent: unknown): SpanPlace | undefined =>
    takesParent && typeof traceparent === "string" ? readTraceparent(traceparent) : undefined;

  const tracing: Tracing = {
    accepted({ delivery, execution }) {
      const header = delivery?.headers.find(({ name }) => name.toLowerCase() === "traceparent")?.value;
      const sender = senderOf(header);
      const { place } = remember(execution.id, sender, delivery?.id ?? null);
      if (delivery) {
        spans.add({
          ...{ traceId: place.traceId, spanId: spanIdOf(delivery.id), parent: sender },
          ...{ name: "delivery", kind: "server", begun: delivery.receivedAt, ended: clock() },
          attributes: { "sluice.delivery.id": delivery.id, "sluice.workflow.id": delivery.workflowId },
        });
      }
      if (execution.finishedAt !== null) tracing.ended(execution.id, execution);
    },

    ended(executionId, { startedAt, finishedAt, status, error }) {
      if (finishedAt === null) return;
      const { place, deliveryId } = remember(executionId, undefined, null);
      places.delete(executionId);
      const parent =
        deliveryId === null ? undefined : { traceId: place.traceId, spanId: spanIdOf(deliveryId) };
      spans.add({
        ...{ ...place, parent, name: "execution", kind: "internal" },
        ...{ begun: startedAt ?? finishedAt, ended: finishedAt },
        error: status === "succeeded" ? undefined : (error?.code ?? status),
        attributes: { "sluice.execution.id": executionId, "sluice.execution.status": status },
      });
    },

    runners: (runners) =>
      Object.fromEntries(Object.entries(runners).map(([name, runner]) => [name, traced(runner)])),

    close: () => spans.close(),
  };

  function traced(runner: AnyRunner): AnyRunner {
    const { type } = runner.definition;
    return {
      ...runner,
      run(given) {
        const { context } = given as { context: RunContext };
        const [executionId = "", node = ""] = context.idempotencyKey.split("/");
        // A rehearsal has no execution: nothing of it is kept.
        if (!/^exe_[0-9A-Z]{26}$/.test(executionId)) return runner.run(given);
        const { request } = context.scope() as { request?: { headers?: { traceparent?: unknown } } };
        const { place: parent } = remember(executionId, senderOf(request?.headers?.traceparent), null);
        const spanId = spanIdOf(`${context.idempotencyKey}#${context.attempt}`);
        const place = { traceId: parent.traceId, spanId };
        tracedRequests(context, place);
        const begun = clock();
        const tell = (error?: string) =>
          spans.add({
            ...{ ...place, parent, name: `step ${type}`, kind: "internal", begun, ended: clock(), error },
            attributes: {
              ...{ "sluice.execution.id": executionId, "sluice.node": node, "sluice.node.type": type },
              "sluice.attempt": context.attempt,
            },
          });
        try {
          const result = runner.run(given);
          if (result instanceof Promise)
            result.then(
              () => tell(),
              (failure: unknown) => tell(codeOf(failure)),
            );
          else tell();
          return result;
        } catch (failure) {
          tell(codeOf(failure));
          throw failure;
        }
      },
    };
  }

  /** What this try sends is a span below it. The context is the try's own, so that it may be changed. */
  function tracedRequests(context: RunContext, parent: SpanPlace): void {
    const plain = context.fetch.bind(context);
    context.fetch = async (request) => {
      const place = { traceId: parent.traceId, spanId: randomBytes(8).toString("hex") };
      const begun = clock();
      const tell = (more: { status?: number; error?: string }) =>
        spans.add({
          ...{ ...place, parent, name: `HTTP ${request.method}`, kind: "client", begun, ended: clock() },
          error: more.error,
          attributes: {
            "http.request.method": request.method,
            // Never the path or the query: keys stand there.
            "server.address": URL.canParse(request.url) ? new URL(request.url).host : "",
            ...(more.status === undefined ? {} : { "http.response.status_code": more.status }),
          },
        });
      const own = request.headers.some(({ name }) => name.toLowerCase() === "traceparent");
      const header = { name: "traceparent", value: traceparentOf(place) };
      try {
        const answer = await plain(
          sendsParent && !own ? { ...request, headers: [...request.headers, header] } : request,
        );
        tell({ status: answer.status });
        return answer;
      } catch (failure) {
        tell({ error: codeOf(failure) });
        throw failure;
      }
    };
  }

  return tracing;
}

function codeOf(failure: unknown): string {
  return failure instanceof NodeError ? failure.code : "step-crashed";
}
