import type { Overview } from "@sluice/api/schemas";
import type { ContractImplementer } from "../router.ts";

export interface OverviewHandlersGiven {
  readonly overview: () => Promise<Overview>;
}

export function overviewHandlers(api: ContractImplementer, { overview }: OverviewHandlersGiven) {
  return { get: api.overview.get.handler(() => overview()) };
}
