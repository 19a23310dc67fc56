import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Workflow } from "@sluice/api/schemas";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { answeringDocument } from "../testing/documents.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { readTraceparent, traceIdOf } from "./trace-ids.ts";

const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes: z.array(z.object({ key: z.string(), value: z.looseObject({}) })),
  status: z.looseObject({ code: z.number().optional() }).optional(),
});
const exportSchema = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) })),
});
type Span = z.infer<typeof spanSchema>;

const spans: Span[] = [];
const called: (string | undefined)[] = [];
/** A collector, and whoever the steps call, in one. */
const outside = createServer((request, response) => {
  void text(request).then((body) => {
    if (request.url === "/v1/traces") {
      for (const { scopeSpans } of exportSchema.parse(JSON.parse(body)).resourceSpans) {
        for (const scope of scopeSpans) spans.push(...scope.spans);
      }
    } else called.push(request.headers.traceparent as string | undefined);
    response.end("{}");
  });
});
let app: TestApp;
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => outside.listen(0, "127.0.0.1", resolve));
  port = (outside.address() as AddressInfo).port;
  app = await startTestApp({
    environment: {
      ...{ SLUICE_OTEL_ENDPOINT: `http://127.0.0.1:${port}`, SLUICE_OTEL_TAKE_PARENT: "on" },
      ...{ SLUICE_OTEL_SEND_PARENT: "on", SLUICE_ALLOW_NETWORKS: "127.0.0.1" },
    },
  });
});
afterAll(async () => {
  await app.stop();
  await new Promise((resolve) => outside.close(resolve));
});

/** A workflow that calls outside with a key in the query. */
async function published(): Promise<Workflow> {
  const document = answeringDocument({
    mode: "async",
    nodes: {
      call: {
        type: "http",
        config: { method: "GET", url: `http://127.0.0.1:${port}/stock?key=canary-trace-4be1` },
      },
    },
    edges: [{ from: "trigger", to: "call" }],
  });
  const made = (await (await app.call("POST", "/workflows", { document })).json()) as Workflow;
  expect((await app.call("POST", `/workflows/${made.id}/publish`, {})).status).toBe(200);
  return made;
}

const attributesOf = (span: Span) =>
  Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

it("sends the way of a delivery as one trace, and hands it on", async () => {
  const { hookUrl } = await published();
  const send = async (headers: Record<string, string>) => {
    const answer = await fetch(hookUrl, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: '{"secret":"canary-body-4be1"}',
    });
    expect(answer.status).toBe(200);
    return answer.headers.get("sluice-execution-id") ?? "";
  };
  const sender = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
  const alone = await send({});
  const within = await send({ traceparent: `00-${sender.traceId}-${sender.spanId}-01` });
  const ofTrace = (traceId: string) => spans.filter((span) => span.traceId === traceId);
  for (const traceId of [traceIdOf(alone), sender.traceId]) {
    await expect.poll(() => ofTrace(traceId).length, { timeout: 20_000 }).toBe(4);
  }

  for (const [executionId, traceId, above] of [
    [alone, traceIdOf(alone), undefined],
    [within, sender.traceId, sender.spanId],
  ] as const) {
    const named = (name: string) => {
      const span = ofTrace(traceId).find((one) => one.name === name);
      if (!span) throw new Error(`there is no span ${name}`);
      return span;
    };
    const [delivery, execution] = [named("delivery"), named("execution")];
    const [step, request] = [named("step http"), named("HTTP GET")];
    expect(delivery.parentSpanId || undefined).toBe(above);
    expect(execution.parentSpanId).toBe(delivery.spanId);
    expect(step.parentSpanId).toBe(execution.spanId);
    expect(request.parentSpanId).toBe(step.spanId);
    expect(attributesOf(execution)).toMatchObject({
      ...{ "sluice.execution.id": executionId, "sluice.execution.status": "succeeded" },
    });
    expect(attributesOf(request)).toMatchObject({ "server.address": `127.0.0.1:${port}` });
    expect(called).toContain(`00-${traceId}-${request.spanId}-01`);
  }
  expect(JSON.stringify(spans)).not.toContain("canary");
});

it.each([
  ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", true],
  ["01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true],
  ["ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false],
  ["00-00000000000000000000000000000000-00f067aa0ba902b7-01", false],
  ["00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false],
  ["00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false],
  ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", false],
  ["", false],
])("the header %j names a span: %s", (header, readable) => {
  expect(readTraceparent(header) !== undefined).toBe(readable);
});
