import {
  type Attributes,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { AlwaysOnSampler, BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { version } from "../version.ts";
import type { SpanPlace } from "./trace-ids.ts";

/** Something that happened, with its beginning and its end. Times are milliseconds since 1970. */
export interface FinishedSpan extends SpanPlace {
  /** Undefined: it is the first of its trace. */
  readonly parent: SpanPlace | undefined;
  readonly name: string;
  readonly kind: "server" | "internal" | "client";
  readonly begun: number;
  readonly ended: number;
  /** What went wrong, as a code; undefined: nothing. */
  readonly error?: string | undefined;
  readonly attributes: Attributes;
}

export interface Spans {
  /** Never throws and never waits: what cannot be sent is dropped. */
  add(span: FinishedSpan): void;
  /** Sends what is left, for a while. */
  close(): Promise<void>;
}

const kinds = { server: SpanKind.SERVER, internal: SpanKind.INTERNAL, client: SpanKind.CLIENT } as const;
const everyMs = 1000;
const exportMs = 5000;

/** Sends spans to a collector by OTLP over HTTP, in batches. */
export function createSpans(endpoint: string): Spans {
  let next: SpanPlace = { traceId: "", spanId: "" };
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: exportMs });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "sluice", "service.version": version }),
    sampler: new AlwaysOnSampler(),
    // Ids follow from ours: the span that is made next takes these.
    idGenerator: { generateTraceId: () => next.traceId, generateSpanId: () => next.spanId },
    spanProcessors: [
      new BatchSpanProcessor({ exporter, scheduledDelayMillis: everyMs, exportTimeoutMillis: exportMs }),
    ],
  });
  const tracer = provider.getTracer("sluice", version);
  return {
    add({ parent, name, kind, begun, ended, error, attributes, ...place }) {
      next = place;
      const above =
        parent === undefined
          ? ROOT_CONTEXT
          : trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: TraceFlags.SAMPLED, isRemote: true });
      const span = tracer.startSpan(name, { kind: kinds[kind], startTime: begun, attributes }, above);
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
      span.end(Math.max(begun, ended));
    },
    close: () => provider.shutdown().catch(() => {}),
  };
}
