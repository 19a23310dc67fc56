import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createAddressGuard } from "./guard-address.ts";

const vectors = JSON.parse(
  readFileSync(new URL("./testing/ssrf-addresses.json", import.meta.url), "utf8"),
) as { addresses: { address: string; expect: "blocked" | "allowed" }[] };

describe("the guard of addresses", () => {
  const guard = createAddressGuard([]);

  it.each(vectors.addresses.map(({ address, expect: verdict }) => [address, verdict] as const))(
    "%s is %s",
    (address, verdict) => {
      expect(guard(address) === undefined ? "allowed" : "blocked").toBe(verdict);
    },
  );

  it("knows all the vectors", () => {
    expect(vectors.addresses.length).toBeGreaterThan(65);
  });

  it("says what kind of address it is", () => {
    expect(guard("127.0.0.1")).toEqual({ address: "127.0.0.1", kind: "a loopback address" });
    expect(guard("::ffff:10.1.2.3")?.kind).toBe("a private address");
    expect(guard("168.63.129.16")?.kind).toBe("the address of a cloud service");
    expect(guard("203.0.113.6")?.kind).toBe("a reserved address");
  });

  it("is not taken in by IPv4 in the oldest clothes, as a URL spells it", () => {
    expect(new URL("http://[::127.0.0.1]/").hostname).toBe("[::7f00:1]");
    for (const text of ["::7f00:1", "::a00:1", "::808:808", "1::1", "4000::1", "fe00::1"]) {
      expect(guard(text)?.kind).toBe("a reserved address");
    }
  });

  it("forbids what is not an address, and looks through zones", () => {
    for (const text of ["", "localhost", "127.1", "0x7f.0.0.1", "1.2.3.4 ", "[::1]"]) {
      expect(guard(text)?.kind).toBe("not an address");
    }
    expect(guard("fe80::1%eth0")?.kind).toBe("a link-local address");
  });
});

describe("networks that are allowed", () => {
  it("open themselves and nothing beside them", () => {
    const guard = createAddressGuard(["10.1.0.0/16", "127.0.0.1", "fd00:aa::/32"]);
    for (const inside of ["10.1.0.0", "10.1.255.255", "127.0.0.1", "::ffff:10.1.2.3", "fd00:aa:1::9"]) {
      expect(guard(inside)).toBeUndefined();
    }
    for (const outside of ["10.0.255.255", "10.2.0.0", "127.0.0.2", "fd00:ab::1", "169.254.169.254", "::1"]) {
      expect(guard(outside)).toBeDefined();
    }
  });

  it("may be given in IPv6 clothes", () => {
    const guard = createAddressGuard(["::ffff:10.0.0.0/104"]);
    expect(guard("10.9.9.9")).toBeUndefined();
    expect(guard("11.0.0.1")).toBeUndefined();
    expect(guard("192.168.0.1")).toBeDefined();
  });
});
