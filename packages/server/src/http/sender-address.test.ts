import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { senderAddress, withinNetworks } from "./sender-address.ts";

const address = (socket: string, forwarded: string | undefined, proxies: string[]) =>
  senderAddress(
    {
      socket: { remoteAddress: socket },
      headers: { "x-forwarded-for": forwarded },
    } as unknown as IncomingMessage,
    withinNetworks(proxies),
  );

describe("the sender's address", () => {
  it.each([
    ["is the socket's when nobody is trusted", "192.0.2.1", "203.0.113.9", [], "192.0.2.1"],
    [
      "is the socket's when that is not the trusted one",
      "192.0.2.1",
      "203.0.113.9",
      ["10.0.0.0/8"],
      "192.0.2.1",
    ],
    ["is the forwarded one behind a trusted proxy", "10.0.0.1", "203.0.113.9", ["10.0.0.0/8"], "203.0.113.9"],
    [
      "is the last one that no trusted proxy added",
      "10.0.0.1",
      "1.1.1.1, 203.0.113.9, 10.9.9.9",
      ["10.0.0.0/8"],
      "203.0.113.9",
    ],
    [
      "is not what the sender wrote left of it",
      "10.0.0.1",
      "127.0.0.1, 203.0.113.9",
      ["10.0.0.1"],
      "203.0.113.9",
    ],
    ["is the proxy's when it forwards none", "10.0.0.1", undefined, ["10.0.0.1"], "10.0.0.1"],
    ["is the proxy's when what it forwards is no address", "10.0.0.1", "unknown", ["10.0.0.1"], "10.0.0.1"],
    ["is the first when all are trusted", "10.0.0.1", "10.0.0.3, 10.0.0.2", ["10.0.0.0/8"], "10.0.0.3"],
    ["is shown as IPv4 when it comes mapped into IPv6", "::ffff:192.0.2.1", undefined, [], "192.0.2.1"],
    [
      "knows a proxy that comes mapped into IPv6",
      "::ffff:10.0.0.1",
      "203.0.113.9",
      ["10.0.0.0/8"],
      "203.0.113.9",
    ],
    ["may be IPv6", "fd00::1", "2001:db8::7", ["fd00::/8"], "2001:db8::7"],
    ["trusts one IPv6 address in any spelling", "0:0:0:0:0:0:0:1", "2001:db8::7", ["::1"], "2001:db8::7"],
  ])("%s", (_what, socket, forwarded, proxies, expected) => {
    expect(address(socket, forwarded, proxies)).toBe(expected);
  });
});
