import { fileOf, shownBody } from "../../bodies/shown-body.ts";
import { deliveryQuery } from "../../deliveries/delivery-query.ts";
import type { Replays } from "../../deliveries/replays.ts";
import { searchDeliveries } from "../../deliveries/search.ts";
import { PublicError } from "../../errors.ts";
import type { RunAgain } from "../../front-door/run-again.ts";
import type { DeliveriesStore } from "../../stores/deliveries/store.ts";
import type { ExecutionsStore } from "../../stores/executions/store.ts";
import { nameOf } from "../caller-name.ts";
import { pageById, pageLimit } from "../page.ts";
import type { ContractImplementer } from "../router.ts";

export interface DeliveriesHandlersGiven {
  readonly deliveries: DeliveriesStore;
  readonly executions: ExecutionsStore;
  readonly runAgain: RunAgain;
  readonly replays: Replays;
  /** Largest body that any trigger takes, in bytes: no more of a stored one is unpacked. */
  readonly maxBodyBytes: number;
  /** Resolves when the refusals that are on their way to disk have arrived: a list lacks none that was answered. */
  readonly deliveriesSettled: () => Promise<void>;
}

export function deliveriesHandlers(api: ContractImplementer, given: DeliveriesHandlersGiven) {
  const { deliveries, executions, runAgain, replays, deliveriesSettled, maxBodyBytes } = given;
  return {
    deliveries: {
      list: api.deliveries.list.handler(async ({ input }) => {
        const { q, searchIn, cursor } = input;
        const query = deliveryQuery(input);
        await deliveriesSettled();
        if (q) {
          const search = { q, searchIn, query, cursor, limit: pageLimit(input) };
          return searchDeliveries({ deliveries, executions }, search);
        }
        const page = await pageById({ ...input, prefix: "dlv" }, (range) =>
          deliveries.list({ ...query, ...range }),
        );
        return { ...page, searched: null };
      }),
      counters: api.deliveries.counters.handler(async ({ input }) => {
        await deliveriesSettled();
        const counters = await deliveries.counters(input.workflowId);
        const items = counters.map(({ reason, count, lastAt }) => ({
          ...{ reason, count },
          lastAt: new Date(lastAt).toISOString(),
        }));
        return { items: items.sort((a, b) => b.count - a.count) };
      }),
      get: api.deliveries.get.handler(async ({ input }) => {
        await deliveriesSettled();
        const { id } = input;
        const [delivery, source] = await Promise.all([deliveries.get(id), deliveries.source(id)]);
        if (!delivery || !source) throw new PublicError("delivery-not-found");
        const shown = await shownBody(source, { cut: delivery.request.bodyTruncated });
        return { ...delivery, request: { ...delivery.request, ...shown, files: [...shown.files] } };
      }),
      file: api.deliveries.file.handler(async ({ input }) => {
        const source = await deliveries.source(input.id);
        if (!source) throw new PublicError("delivery-not-found");
        const file = await fileOf(source, { index: input.index, limit: maxBodyBytes });
        if (!file) throw new PublicError("file-not-found");
        const name = file.filename || `file-${file.index}`;
        // Whatever it says it is, it is a download: it must not run on this origin.
        const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
        return {
          headers: { "content-disposition": disposition },
          body: new File([Uint8Array.from(file.bytes)], name, { type: "application/octet-stream" }),
        };
      }),
      replay: api.deliveries.replay.handler(async ({ input }) => {
        await deliveriesSettled();
        return runAgain(input);
      }),
      replayMany: api.deliveries.replayMany.handler(async ({ input, context }) => {
        const { filter, ids, version, perSecond, dryRun, count, upTo } = input;
        await deliveriesSettled();
        const selection = ids ? { ids } : { filter: filter ?? {} };
        const by = nameOf(context);
        return replays.ask({ selection, version, perSecond, dryRun, count, upTo, by });
      }),
    },
    replays: {
      list: api.replays.list.handler(({ input }) =>
        pageById({ ...input, prefix: "rpl" }, (page) => replays.list(page)),
      ),
      get: api.replays.get.handler(({ input }) => replays.get(input.id)),
      stop: api.replays.stop.handler(({ input }) => replays.stop(input.id)),
    },
  };
}
