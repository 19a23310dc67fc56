import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileAddressList, isAddressRange } from "./address-ranges.ts";
import { hookAliasSchema } from "./hook-alias.ts";
import { isOrigin, originOf } from "./origins.ts";

describe("a list of addresses", () => {
  it.each([
    ["10.0.0.1", "10.0.0.1", true],
    ["10.0.0.1", "110.0.0.1", false],
    ["10.0.0.1", "10.0.0.11", false],
    ["10.0.0.0/8", "10.255.0.9", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["10.9.9.9/8", "10.1.1.1", true],
    ["0.0.0.0/0", "203.0.113.9", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["::/0", "203.0.113.9", false],
    ["203.0.113.0/25", "203.0.113.127", true],
    ["203.0.113.0/25", "203.0.113.128", false],
    ["2001:db8::/32", "2001:db8:ffff::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1", true],
    ["::ffff:10.0.0.0/104", "10.1.2.3", true],
    ["10.0.0.0/8", "::ffff:10.1.2.3", true],
    ["10.0.0.0/8", "", false],
    ["10.0.0.0/8", "unknown", false],
  ])("%s holds %s: %s", (entry, address, expected) => {
    expect(compileAddressList([entry])(address)).toBe(expected);
  });

  it.each([
    ["", "10", "10.1", "10.0.0.256", "010.0.0.1", "0x0a.0.0.1", "10.0.0.1/", "10.0.0.0/33", "10.0.0.0/08"],
    [
      "10.0.0.0/8/8",
      "10.0.0.1 ",
      "10.0.0.*",
      "shop.example",
      "2001:db8::/129",
      "fe80::1%eth0",
      ":::",
      "::ffff:0:0/90",
    ],
  ])("takes nothing else for an entry, and what it cannot read holds nobody", (...wrong) => {
    expect(wrong.filter(isAddressRange)).toEqual([]);
    expect(compileAddressList(wrong)("10.0.0.1")).toBe(false);
  });

  it("agrees with arithmetic on any IPv4 network", () => {
    const number = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const text = (value: number) =>
      [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
    fc.assert(
      fc.property(number, number, fc.integer({ min: 0, max: 32 }), (network, address, bits) => {
        const same = (value: number) => Math.floor(value / 2 ** (32 - bits));
        const holds = compileAddressList([`${text(network)}/${bits}`]);
        expect(holds(text(address))).toBe(same(network) === same(address));
        expect(holds(text(network))).toBe(true);
      }),
    );
  });
});

describe("an origin", () => {
  it.each([
    ["https://shop.example", "https://shop.example"],
    ["https://shop.example/", "https://shop.example"],
    ["HTTPS://Shop.Example", "https://shop.example"],
    ["https://shop.example:443", "https://shop.example"],
    ["http://localhost:5173", "http://localhost:5173"],
    ["https://shop.example/cart?a=1", "https://shop.example"],
    ["*", undefined],
    ["null", undefined],
    ["shop.example", undefined],
    ["https://*.shop.example", undefined],
    ["file:///a", undefined],
  ])("%s means %s", (text, meant) => {
    expect(originOf(text)).toBe(meant);
    expect(isOrigin(text)).toBe(text === meant);
  });
});

describe("an alias", () => {
  it.each(["shop", "new-orders_2", "3ds", "a".repeat(64), "a-bcdefghijklmnopqrstuvw"])(
    "may be %s",
    (alias) => {
      expect(hookAliasSchema.safeParse(alias).success).toBe(true);
    },
  );

  it.each([
    "ab",
    "a".repeat(65),
    "Shop",
    "a b",
    "a/b",
    "été",
    "-ab",
    "_ab",
    "a.b",
    "abcdefghijklmnopqrstuvwx",
    "",
  ])("may not be %j", (alias) => {
    expect(hookAliasSchema.safeParse(alias).success).toBe(false);
  });
});
