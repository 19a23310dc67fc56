import type { ApiContext } from "../context.ts";
import type { ContractImplementer } from "../router.ts";
import { plainAddress } from "../sender-address.ts";

export function ownAddressHandlers(api: ContractImplementer) {
  return {
    get: api.ownAddress.get.handler(({ context }) => ({ address: context.address, proxy: proxyOf(context) })),
  };
}

function proxyOf({ address, response }: ApiContext): "none" | "trusted" | "untrusted" {
  const { req } = response;
  if (req.headers["x-forwarded-for"] === undefined) return "none";
  return plainAddress(req.socket.remoteAddress ?? "") === address ? "untrusted" : "trusted";
}
