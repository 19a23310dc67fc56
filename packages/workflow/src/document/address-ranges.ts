import ipaddr from "ipaddr.js";

/** One address or a network. IPv4 that is written as mapped into IPv6 is IPv4. */
interface AddressRange {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

const mappedBits = 96;

/**
 * What an entry of an address list means; undefined when it is no address and no network (`10.0.0.0/8`, `2001:db8::/32`).
 * Strict: `10.1`, `010.0.0.1` and `0x7f.0.0.1` mean different addresses to different programs, a zone (`%eth0`) none at all.
 */
function parseAddressRange(text: string): AddressRange | undefined {
  const [address = "", bits, more] = text.split("/");
  if (more !== undefined || (bits !== undefined && !/^(0|[1-9]\d{0,2})$/.test(bits))) return undefined;
  const parsed = parseAddress(address);
  if (!parsed) return undefined;
  const width = parsed.kind() === "ipv4" ? 32 : 128;
  const wanted = bits === undefined ? width : Number(bits);
  if (!(parsed instanceof ipaddr.IPv6) || !parsed.isIPv4MappedAddress()) {
    return wanted > width ? undefined : { address: parsed, bits: wanted };
  }
  // A mapped network that is wider than all of IPv4 is not one that anybody means.
  if (wanted < mappedBits || wanted > width) return undefined;
  return { address: parsed.toIPv4Address(), bits: wanted - mappedBits };
}

export function isAddressRange(text: string): boolean {
  return parseAddressRange(text) !== undefined;
}

/** Whether an address lies in one of the ranges. Parsed networks are compared, never text: `10.0.0.1` is not in `10.0.0.11`. */
export type AddressList = (address: string) => boolean;

/** Entries that cannot be read hold nothing, so that a mistake closes the door rather than opening it. */
export function compileAddressList(entries: readonly string[]): AddressList {
  const ranges = entries.flatMap((entry) => parseAddressRange(entry) ?? []);
  return (text) => {
    const given = parseAddress(text);
    if (!given) return false;
    const address =
      given instanceof ipaddr.IPv6 && given.isIPv4MappedAddress() ? given.toIPv4Address() : given;
    return ranges.some(
      (range) => range.address.kind() === address.kind() && address.match(range.address, range.bits),
    );
  };
}

function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!text.includes(":") || text.includes("%") || !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.IPv6.parse(text);
}
