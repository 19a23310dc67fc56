import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { NodeError } from "@sluice/workflow/node-contract";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createOutgoing } from "./outgoing.ts";
import type { Outgoing } from "./send.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";
import { request } from "./testing/request.ts";

const { addresses, url_normalisation: spellings } = JSON.parse(
  readFileSync(new URL("./testing/ssrf-addresses.json", import.meta.url), "utf8"),
) as {
  addresses: { address: string; expect: "blocked" | "allowed" }[];
  url_normalisation: { input: string; whatwg_hostname: string }[];
};
const blocked = addresses
  .filter(({ expect: verdict }) => verdict === "blocked")
  .map(({ address }) => address);

/** Everything on this machine that must never see a connection. */
let canary: Receiver;
let canary6: Receiver | undefined;
beforeAll(async () => {
  canary = await startReceiver();
  canary6 = await startReceiver(undefined, "::1").catch(() => undefined);
});
afterAll(async () => {
  await canary.close();
  await canary6?.close();
});

const open: Outgoing[] = [];
const outgoing = (given: Partial<Parameters<typeof createOutgoing>[0]> = {}) => {
  const made = createOutgoing({ allowNetworks: [], ...given });
  open.push(made);
  return made;
};
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "sent",
    (error: NodeError) => error.code,
  );

describe("nothing private is reached without leave", () => {
  it.each(blocked)("not written out: %s", async (address) => {
    const host = address.includes(":") ? `[${address}]` : address;
    const port = address.includes(":") ? (canary6?.port ?? canary.port) : canary.port;
    expect(await codeOf(outgoing().fetch(request(`http://${host}:${port}/`)))).toBe("address-refused");
    expect(await codeOf(outgoing().fetch(request(`https://${host}:${port}/`)))).toBe("address-refused");
  });

  it.each(blocked)("not by a name that leads to %s", async (address) => {
    const lookup = async () => [{ address, family: address.includes(":") ? 6 : 4 }];
    const attempt = outgoing({ lookup }).fetch(request(`http://inside.example:${canary.port}/`));
    await expect(attempt).rejects.toMatchObject({
      code: "address-refused",
      kind: "other",
      message: expect.stringContaining("SLUICE_ALLOW_NETWORKS"),
    });
  });

  const toLoopback = spellings.filter(({ whatwg_hostname: host }) => /^127\.|^0\.|localhost|7f00/.test(host));
  it.each(toLoopback.map(({ input }) => input))("not in the spelling %s", async (input) => {
    const withPort = new URL(input);
    withPort.port = String(canary.port);
    // Whether this machine knows "localhost." is its own affair.
    const expected = input.includes("localhost.") ? /address-refused|network-failed/ : /address-refused/;
    expect(await codeOf(outgoing().fetch(request(withPort.href)))).toMatch(expected);
  });

  it("not when only one of several addresses is private", async () => {
    const lookup = async () => [
      { address: "93.184.216.34", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    const attempt = outgoing({ lookup }).fetch(request(`http://mixed.example:${canary.port}/`));
    expect(await codeOf(attempt)).toBe("address-refused");
  });

  it("not by a redirect, written out or by name", async () => {
    const lookup = async (name: string) => [
      { address: name === "front.example" ? "127.0.0.2" : "127.0.0.1", family: 4 },
    ];
    for (const host of ["127.0.0.1", "inside.example", "[::ffff:127.0.0.1]", "2130706433"]) {
      const front = await startReceiver((_, response) => {
        response.writeHead(302, { location: `http://${host}:${canary.port}/secret` }).end();
      }, "127.0.0.2");
      const client = outgoing({ lookup, allowNetworks: ["127.0.0.2"] });
      expect(await codeOf(client.fetch(request(`http://front.example:${front.port}/`)))).toBe(
        "address-refused",
      );
      expect(front.received).toHaveLength(1);
      await front.close();
    }
  });

  it("not by a name server that answers differently the second time", async () => {
    const allowed = await startReceiver(undefined, "127.0.0.2");
    let asked = 0;
    const lookup = async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.2" : "127.0.0.1", family: 4 }];
    };
    const client = outgoing({ lookup, allowNetworks: ["127.0.0.2"] });
    const url = `http://rebinding.example:${allowed.port}/`;
    // The address that was judged is the one that is connected to: there is no second question in between.
    expect(await codeOf(client.fetch(request(url)))).toBe("sent");
    expect(asked).toBe(1);
    await client.close();
    expect(await codeOf(outgoing({ lookup, allowNetworks: ["127.0.0.2"] }).fetch(request(url)))).toBe(
      "address-refused",
    );
    await allowed.close();
  });

  it("and the canary has seen nothing", () => {
    expect(canary.connections).toBe(0);
    expect(canary6?.connections ?? 0).toBe(0);
  });
});

describe("what is allowed", () => {
  it("is reached by its address and by name, and the name stays in Host", async () => {
    const receiver = await startReceiver();
    const lookup = async () => [{ address: "127.0.0.1", family: 4 }];
    const client = outgoing({ lookup, allowNetworks: ["127.0.0.0/8"] });

    expect((await client.fetch(request(`${receiver.url}/a`))).status).toBe(200);
    const named = await client.fetch(request(`http://api.example:${receiver.port}/b?c=1#d`));

    expect(named.url).toBe(`http://api.example:${receiver.port}/b?c=1`);
    expect(receiver.received.map(({ path, headers }) => [path, headers.host])).toEqual([
      ["/a", `127.0.0.1:${receiver.port}`],
      ["/b?c=1", `api.example:${receiver.port}`],
    ]);
    await receiver.close();
  });

  it("keeps the name for TLS", async () => {
    const names: string[] = [];
    const server = createTlsServer({
      SNICallback: (name, done) => {
        names.push(name);
        done(new Error("enough"));
      },
    });
    server.on("tlsClientError", () => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const lookup = async () => [{ address: "127.0.0.1", family: 4 }];
    const client = outgoing({ lookup, allowNetworks: ["127.0.0.1"] });

    await expect(client.fetch(request(`https://api.example:${port}/`))).rejects.toMatchObject({
      name: "NodeError",
    });

    expect(names).toEqual(["api.example"]);
    await new Promise((resolve) => server.close(resolve));
  });

  it("is tried address by address", async () => {
    const receiver = await startReceiver();
    const lookup = async () => [
      { address: "127.0.0.9", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    const client = outgoing({ lookup, allowNetworks: ["127.0.0.0/8"] });
    expect((await client.fetch(request(`http://two.example:${receiver.port}/`))).status).toBe(200);
    await receiver.close();
  });

  it("uses its connections again", async () => {
    const receiver = await startReceiver();
    const client = outgoing({ allowNetworks: ["127.0.0.1"] });
    for (let count = 0; count < 5; count += 1) await client.fetch(request(receiver.url));
    expect(receiver.received).toHaveLength(5);
    expect(receiver.connections).toBeLessThan(3);
    await receiver.close();
  });
});

describe("what is no address of the web", () => {
  it.each([
    ["ftp://example.com/"],
    ["file:///etc/passwd"],
    ["data:text/plain,x"],
    ["gopher://127.0.0.1:6379/_FLUSHALL"],
    ["/orders"],
    [""],
    ["http://"],
    ["http://user@example.com/"],
    ["http://user:secret@example.com/"],
    [`http://example.com/${"x".repeat(20_000)}`],
  ])("%s", async (url) => {
    await expect(outgoing().fetch(request(url))).rejects.toMatchObject({
      code: "invalid-url",
      message: expect.not.stringContaining("secret"),
    });
  });
});

describe("what goes wrong on the way", () => {
  const client = () => outgoing({ allowNetworks: ["127.0.0.0/8"] });

  it("nobody listens, the name is not known, the name server is silent", async () => {
    const gone = await startReceiver();
    await gone.close();
    await expect(client().fetch(request(gone.url))).rejects.toMatchObject({
      code: "network-failed",
      kind: "network",
      message: expect.stringContaining("nothing listens there"),
    });
    for (const code of ["ENOTFOUND", "EAI_AGAIN"]) {
      const lookup = () => Promise.reject(Object.assign(new Error("lookup"), { code }));
      const attempt = outgoing({ lookup }).fetch(request("http://nowhere.example/"));
      await expect(attempt).rejects.toMatchObject({ code: "network-failed", kind: "network" });
    }
    const attempt = outgoing({ lookup: async () => [] }).fetch(request("http://empty.example/"));
    await expect(attempt).rejects.toMatchObject({ code: "network-failed", kind: "network" });
  });

  it("the other side hangs up, or does not speak HTTP", async () => {
    for (const [answer, code, kind] of [
      ["", "network-failed", "network"],
      ["SSH-2.0-OpenSSH_9.6\r\n", "response-unreadable", "other"],
    ] as const) {
      const server = createTcpServer((socket) => socket.resume().end(answer));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      const attempt = client().fetch(request(`http://127.0.0.1:${port}/`));
      await expect(attempt).rejects.toMatchObject({ code, kind });
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
