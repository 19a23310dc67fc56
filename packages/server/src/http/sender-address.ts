import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import ipaddr from "ipaddr.js";

/** Whether an address belongs to a proxy that the operator trusts. */
export type TrustsProxy = (address: string) => boolean;

/** Compares parsed networks, never text: `::ffff:10.0.0.1` lies in `10.0.0.0/8`. */
export function withinNetworks(networks: readonly string[]): (address: string) => boolean {
  const ranges = networks.map((network) =>
    network.includes("/")
      ? ipaddr.parseCIDR(network)
      : ([ipaddr.process(network), ipaddr.process(network).kind() === "ipv4" ? 32 : 128] as const),
  );
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return ranges.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits));
  };
}

/**
 * The address of whoever sent a request: the socket's, or, where that is a trusted proxy's, the last one in
 * `X-Forwarded-For` that is not. What stands left of it was written by the sender and proves nothing.
 */
export function senderAddress(request: IncomingMessage, trusts: TrustsProxy): string {
  const peer = peerOf(request.socket, trusts);
  if (!peer.trusted) return peer.address;
  let { address } = peer;
  const header = request.headers["x-forwarded-for"];
  const hops = (Array.isArray(header) ? header.join(",") : (header ?? ""))
    .split(",")
    .map((hop) => hop.trim());
  while (trusts(address)) {
    const hop = hops.pop();
    if (hop === undefined || !ipaddr.isValid(hop)) break;
    address = plainAddress(hop);
  }
  return address;
}

/** Who handed a request on, whose sender was found to have `address`: an untrusted one hides whose it is. */
export function forwarderOf(request: IncomingMessage, address: string): "none" | "trusted" | "untrusted" {
  const { headers, socket } = request;
  if (headers["x-forwarded-for"] === undefined) return "none";
  return plainAddress(socket.remoteAddress ?? "") === address ? "untrusted" : "trusted";
}

interface Peer {
  readonly address: string;
  readonly trusted: boolean;
}

const peers = new WeakMap<Socket, Peer & { readonly trusts: TrustsProxy }>();

/** Read once for a connection, which has many requests: it took 5 % of the door's time. */
function peerOf(socket: Socket, trusts: TrustsProxy): Peer {
  const known = peers.get(socket);
  if (known?.trusts === trusts) return known;
  const address = plainAddress(socket.remoteAddress ?? "");
  const peer = { address, trusted: trusts(address), trusts };
  peers.set(socket, peer);
  return peer;
}

/** IPv4 that comes mapped into IPv6 is shown as IPv4. */
export function plainAddress(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}
