import type { Credentials } from "../../credentials/credentials.ts";
import type { ContractImplementer } from "../router.ts";

export interface CredentialsHandlersGiven {
  readonly credentials: Credentials;
}

export function credentialsHandlers(api: ContractImplementer, { credentials }: CredentialsHandlersGiven) {
  return {
    list: api.credentials.list.handler(async () => ({ items: await credentials.list() })),
    create: api.credentials.create.handler(({ input }) => credentials.create(input)),
    get: api.credentials.get.handler(({ input }) => credentials.get(input.id)),
    update: api.credentials.update.handler(({ input }) => credentials.update(input)),
    delete: api.credentials.delete.handler(({ input }) =>
      credentials.delete({ id: input.id, force: input.force ?? false }),
    ),
    test: api.credentials.test.handler(({ input }) => credentials.test(input)),
  };
}
