import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** What an address is when it may not be reached: a range of the special-purpose registries, or a named service. */
export interface Forbidden {
  readonly address: string;
  /** For people, with an article: `a loopback address`. */
  readonly kind: string;
}

/** Says why an address may not be reached; undefined: it may. */
export type AddressGuard = (address: string) => Forbidden | undefined;

/**
 * Public addresses that are no public service: Azure's WireServer hands out certificates and settings of the machine
 * to whoever asks from it. All other clouds put theirs into ranges that are not unicast anyway.
 */
const privateServices: ReadonlySet<string> = new Set(["168.63.129.16"]);

/** Names of ipaddr.js's ranges, for people; what is not listed is `a reserved address`. */
const kinds: Readonly<Record<string, string>> = {
  unspecified: "an unspecified address",
  broadcast: "a broadcast address",
  multicast: "a multicast address",
  linkLocal: "a link-local address",
  loopback: "a loopback address",
  private: "a private address",
  uniqueLocal: "a private address",
  carrierGradeNat: "a carrier's internal address",
};

/**
 * Guards against reaching what only this machine or its network should reach (SSRF): every address that is not
 * public unicast is forbidden, IPv4 in IPv6 clothes included, unless it stands in one of `allowNetworks` (addresses or
 * networks, `10.0.0.0/8`). What cannot be read as an address is forbidden.
 */
export function createAddressGuard(allowNetworks: readonly string[]): AddressGuard {
  const allowed = allowNetworks.map(networkOf);
  return (text) => {
    const bare = text.replace(/%.*$/, "");
    if (isIP(bare) === 0) return { address: text, kind: "not an address" };
    const address = ipaddr.process(bare);
    const inAllowed = allowed.some(
      ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
    );
    if (inAllowed) return undefined;
    if (privateServices.has(address.toString()))
      return { address: text, kind: "the address of a cloud service" };
    const range = address.range();
    if (range === "unicast" && isGlobal(address)) return undefined;
    return { address: text, kind: kinds[range] ?? "a reserved address" };
  };
}

/** Why a host is not connected to, with what the operator can do about it. */
export function whyForbidden(hostname: string, { address, kind }: Forbidden): string {
  const where = hostname === address ? `${address} is ${kind}` : `${hostname} leads to ${address}, ${kind}`;
  return `${where}; if this server may reach it, the operator adds it to SLUICE_ALLOW_NETWORKS`;
}

const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * For IPv6 everything outside of 2000::/3 is unassigned or special, and ipaddr.js 2.5 calls some of it unicast:
 * `::7f00:1`, which is what a URL makes of `::127.0.0.1`.
 */
function isGlobal(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address.kind() === "ipv4" || address.match(globalUnicast);
}

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

function networkOf(text: string): Network {
  if (ipaddr.isValidCIDR(text)) return unmapped(ipaddr.parseCIDR(text));
  const address = ipaddr.process(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

/** `::ffff:10.0.0.0/104` is `10.0.0.0/8`: addresses are compared without their IPv6 clothes. */
function unmapped([network, bits]: Network): Network {
  if (network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= 96) {
    return [network.toIPv4Address(), bits - 96];
  }
  return [network, bits];
}
