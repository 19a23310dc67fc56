import ipaddr from "ipaddr.js";

/**
 * What a limit per sender counts by: an IPv4 address (also when it comes mapped into IPv6), or the /64 network of an
 * IPv6 address, since one customer has all of it. Anything else counts as itself.
 */
export function limitKeyOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv6) return parsed.toByteArray().slice(0, 8).join(".");
  return parsed.toString();
}
