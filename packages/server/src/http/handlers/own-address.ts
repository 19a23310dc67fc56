import type { ContractImplementer } from "../router.ts";
import { forwarderOf } from "../sender-address.ts";

export function ownAddressHandlers(api: ContractImplementer) {
  return {
    get: api.ownAddress.get.handler(({ context: { address, response } }) => ({
      address,
      proxy: forwarderOf(response.req, address),
    })),
  };
}
