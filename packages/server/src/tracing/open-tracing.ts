import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Tracing } from "./tracing.ts";

/** Tracing where a collector is set; undefined: there is none, and nothing of it is loaded. */
export async function openTracing(given: {
  readonly config: Pick<Config, "otelEndpoint" | "otelTakeParent" | "otelSendParent">;
  readonly clock: Clock;
}): Promise<Tracing | undefined> {
  const { otelEndpoint, otelTakeParent: takesParent, otelSendParent: sendsParent } = given.config;
  if (otelEndpoint === undefined) return undefined;
  const [{ createSpans }, { createTracing }] = await Promise.all([
    import("./spans.ts"),
    import("./tracing.ts"),
  ]);
  return createTracing({ spans: createSpans(otelEndpoint), clock: given.clock, takesParent, sendsParent });
}
