import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { allowedHosts, isAllowedHost } from "./hosts.ts";

const request = (host: string | undefined) => ({ headers: { host } }) as IncomingMessage;

describe("the host names that API and editor answer to", () => {
  it("are the machine's own, the public one, and those that the operator adds", () => {
    const given = {
      listensOn: "192.0.2.1",
      publicUrl: "https://Hooks.Example.com:8443",
      more: ["b.example"],
    };
    expect([...allowedHosts(given)].sort()).toEqual(
      ["127.0.0.1", "192.0.2.1", "::1", "b.example", "hooks.example.com", "localhost"].sort(),
    );
  });

  it.each(["0.0.0.0", "::"])("are no more when it listens on %s: that is nobody's name", (listensOn) => {
    expect(allowedHosts({ listensOn, publicUrl: undefined, more: [] }).size).toBe(3);
  });

  it.each([
    undefined,
    "",
    " ",
    "a b",
    "localhost/x",
    "localhost?x",
    "localhost#x",
    "x@localhost",
    "local\\host",
    "[::1",
    "::1",
    "localhost:x",
  ])("do not match %j", (host) => {
    expect(
      isAllowedHost(request(host), allowedHosts({ listensOn: "::1", publicUrl: undefined, more: [] })),
    ).toBe(false);
  });
});
