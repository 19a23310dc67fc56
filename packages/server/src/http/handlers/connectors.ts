import type { Connectors } from "../../connectors/connectors.ts";
import type { ContractImplementer } from "../router.ts";

export interface ConnectorsHandlersGiven {
  readonly connectors: Connectors;
}

export function connectorsHandlers(api: ContractImplementer, { connectors }: ConnectorsHandlersGiven) {
  return {
    list: api.connectors.list.handler(async () => ({ items: await connectors.list() })),
    create: api.connectors.create.handler(({ input }) => connectors.create(input)),
    read: api.connectors.read.handler(({ input }) => connectors.read(input)),
    shipped: api.connectors.shipped.handler(async () => ({ items: await connectors.shipped() })),
    operations: api.connectors.operations.handler(async ({ input }) => ({
      items: await connectors.operations(input),
    })),
    get: api.connectors.get.handler(({ input }) => connectors.get(input.id)),
    operation: api.connectors.operation.handler(({ input }) => connectors.operation(input)),
    change: api.connectors.change.handler(({ input }) => connectors.change(input)),
    update: api.connectors.update.handler(({ input }) => connectors.update(input)),
    delete: api.connectors.delete.handler(({ input }) =>
      connectors.delete({ id: input.id, force: input.force ?? false }),
    ),
  };
}
