import type { TestCases } from "../../test-cases/test-cases.ts";
import type { ContractImplementer } from "../router.ts";

export interface TestCasesHandlersGiven {
  readonly testCases: TestCases;
  readonly deliveriesSettled: () => Promise<void>;
}

export function testCasesHandlers(api: ContractImplementer, given: TestCasesHandlersGiven) {
  const { testCases, deliveriesSettled } = given;
  return {
    list: api.testCases.list.handler(async ({ input }) => ({ items: await testCases.list(input.id) })),
    create: api.testCases.create.handler(({ input }) => testCases.create(input)),
    fromDelivery: api.testCases.fromDelivery.handler(async ({ input }) => {
      await deliveriesSettled();
      return testCases.fromDelivery(input);
    }),
    save: api.testCases.save.handler(({ input }) => testCases.save(input)),
    delete: api.testCases.delete.handler(({ input }) => testCases.delete(input)),
    run: api.testCases.run.handler(({ input }) => testCases.run(input)),
  };
}
