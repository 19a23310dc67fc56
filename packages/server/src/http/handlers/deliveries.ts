import { fileOf, shownBody } from "../../bodies/shown-body.ts";
import { PublicError } from "../../errors.ts";
import type { DeliveriesStore } from "../../stores/deliveries/store.ts";
import { pageById } from "../page.ts";
import type { ContractImplementer } from "../router.ts";

export interface DeliveriesHandlersGiven {
  readonly deliveries: DeliveriesStore;
  /** Resolves when the refusals that are on their way to disk have arrived: a list lacks none that was answered. */
  readonly deliveriesSettled: () => Promise<void>;
}

export function deliveriesHandlers(api: ContractImplementer, given: DeliveriesHandlersGiven) {
  const { deliveries, deliveriesSettled } = given;
  return {
    list: api.deliveries.list.handler(async ({ input }) => {
      const { workflowId, verdict, reason } = input;
      await deliveriesSettled();
      return pageById({ ...input, prefix: "dlv" }, (page) =>
        deliveries.list({ workflowId, verdict, reason, ...page }),
      );
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
      const file = await fileOf(source, input.index);
      if (!file) throw new PublicError("file-not-found");
      const name = file.filename || `file-${file.index}`;
      // Whatever it says it is, it is a download: it must not run on this origin.
      const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
      return {
        headers: { "content-disposition": disposition },
        body: new File([Uint8Array.from(file.bytes)], name, { type: "application/octet-stream" }),
      };
    }),
  };
}
