import {
  defineRun,
  type OutgoingRequest,
  requestCredential,
  responseHeaders,
  statusFailure,
} from "@sluice/workflow/node-contract";
import { http } from "./definition.ts";
import { allPages, type Exchanged } from "./pages.ts";
import { requestOf } from "./request.ts";
import { bodyOf, isFailure } from "./response.ts";
import { signed } from "./sign.ts";

/** One try: trying again is the engine's, by the node's `retry` and the kind of the error. */
export const runHttp = defineRun(http, async ({ config, context }) => {
  const credential = await requestCredential(config, context);
  const exchange = async (request: OutgoingRequest): Promise<Exchanged> => {
    const response = await context.fetch({ ...request, ...(credential ? { credential } : {}) });
    const { status, url } = response;
    if (isFailure(status, config.failOn)) throw statusFailure({ response, now: context.now });
    const headers = responseHeaders(response);
    return { status, headers, body: bodyOf(response, headers, config.response), url };
  };
  const request = signed(await requestOf(config, context), config, context);
  const { signal } = context;
  const output =
    config.pages === "one" ? await exchange(request) : await allPages(request, config, { exchange, signal });
  return { port: "out", output };
});
