import { setTimeout as delay } from "node:timers/promises";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import type { HttpCredential } from "@sluice/workflow/node-contract";
import { afterEach, describe, expect, it } from "vitest";
import { createOutgoing } from "./outgoing.ts";
import type { Outgoing } from "./send.ts";
import { type Answer, type Receiver, startReceiver } from "./testing/receiver.ts";
import { header, request } from "./testing/request.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

async function receiver(answer?: Answer, host?: string): Promise<Receiver> {
  const started = await startReceiver(answer, host);
  closing.push(() => started.close());
  return started;
}

function outgoing(): Outgoing {
  const lookup = async () => [{ address: "127.0.0.1", family: 4 }];
  const made = createOutgoing({ allowNetworks: ["127.0.0.0/8"], lookup });
  closing.push(() => made.close());
  return made;
}

describe("a request", () => {
  it("carries method, headers and body, and gets status, headers and body", async () => {
    const there = await receiver((_, response) => {
      response.writeHead(418, { "x-many": ["a", "b"], "content-type": "text/plain" }).end("short and stout");
    });
    const response = await outgoing().fetch(
      request(`${there.url}/pot?full=yes`, {
        method: "PUT",
        headers: [
          { name: "X-Order", value: "A-17" },
          { name: "content-type", value: "text/plain" },
        ],
        body: "tea",
      }),
    );
    expect(there.received).toMatchObject([{ method: "PUT", path: "/pot?full=yes", body: "tea" }]);
    expect(there.received[0]?.headers).toMatchObject({
      "x-order": "A-17",
      "content-type": "text/plain",
      "content-length": "3",
      "user-agent": "Sluice",
    });
    expect(response).toMatchObject({ status: 418, url: `${there.url}/pot?full=yes` });
    expect(Buffer.from(response.body).toString()).toBe("short and stout");
    expect(response.headers.filter(({ name }) => name === "x-many").map(({ value }) => value)).toEqual([
      "a",
      "b",
    ]);
  });

  it.each([
    ["a line break", "x-a", "a\r\nx-b: c"],
    ["a zero byte", "x-a", "a\0"],
    ["letters beyond Latin", "x-a", "Łódź"],
    ["a name with a colon", "x-a: b", "c"],
    ["an empty name", "", "c"],
    ["Host", "Host", "other.example"],
    ["Transfer-Encoding", "transfer-encoding", "chunked"],
    ["Content-Length", "content-length", "3"],
    ["Connection", "connection", "upgrade"],
    ["Proxy-Authorization", "proxy-authorization", "x"],
  ])("is refused with %s", async (_, name, value) => {
    const there = await receiver();
    const attempt = outgoing().fetch(request(there.url, { headers: [{ name, value }] }));
    await expect(attempt).rejects.toMatchObject({ code: "invalid-header" });
    expect(there.connections).toBe(0);
  });

  it.each(["CONNECT", "TRACE", "get", "GET /x", ""])("is refused with the method %j", async (method) => {
    const there = await receiver();
    const attempt = outgoing().fetch(request(there.url, { method }));
    await expect(attempt).rejects.toMatchObject({ code: "invalid-method" });
    expect(there.connections).toBe(0);
  });
});

describe("the body of a response", () => {
  const text = JSON.stringify({ text: "é".repeat(1000) });

  it.each([
    ["gzip", gzipSync(text)],
    ["br", brotliCompressSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["GZIP", gzipSync(text)],
    ["identity", Buffer.from(text)],
  ])("is unpacked: %s", async (encoding, bytes) => {
    const there = await receiver((_, response) => {
      response.writeHead(200, { "content-encoding": encoding }).end(bytes);
    });
    const response = await outgoing().fetch(request(there.url));
    expect(Buffer.from(response.body).toString()).toBe(text);
    expect(there.received[0]?.headers["accept-encoding"]).toBe("gzip, deflate, br");
  });

  it("may be missing where an encoding is named", async () => {
    const there = await receiver((_, response) => {
      response.writeHead(204, { "content-encoding": "gzip" }).end();
    });
    expect((await outgoing().fetch(request(there.url))).body).toHaveLength(0);
    expect((await outgoing().fetch(request(there.url, { method: "HEAD" }))).body).toHaveLength(0);
  });

  it.each([
    ["plain", "", Buffer.alloc(5000)],
    ["a bomb of gzip", "gzip", gzipSync(Buffer.alloc(50_000_000))],
    ["a bomb of brotli", "br", brotliCompressSync(Buffer.alloc(50_000_000))],
  ])("is cut off when it is too large: %s", async (_, encoding, bytes) => {
    const there = await receiver((__, response) => {
      response.writeHead(200, encoding ? { "content-encoding": encoding } : {}).end(bytes);
    });
    const attempt = outgoing().fetch(request(there.url, { maxBytes: 4999 }));
    await expect(attempt).rejects.toMatchObject({ code: "response-too-large", kind: "other" });
  });

  it("is cut off while it still comes", async () => {
    const there = await receiver((_, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(1000)), 1);
      response.on("close", () => clearInterval(timer));
    });
    const attempt = outgoing().fetch(request(there.url, { maxBytes: 5000, timeoutMs: 20_000 }));
    await expect(attempt).rejects.toMatchObject({ code: "response-too-large" });
  });

  it("may be exactly as large as allowed", async () => {
    const there = await receiver((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(5000)));
    });
    expect((await outgoing().fetch(request(there.url, { maxBytes: 5000 }))).body).toHaveLength(5000);
  });

  it.each([
    ["two layers", "gzip, gzip", gzipSync(gzipSync("x"))],
    ["an unknown encoding", "zstd", Buffer.from("x")],
    ["not what it says", "gzip", Buffer.from("plain text")],
    ["cut short", "gzip", gzipSync(text).subarray(0, 30)],
  ])("is refused when it is %s", async (_, encoding, bytes) => {
    const there = await receiver((__, response) => {
      response.writeHead(200, { "content-encoding": encoding }).end(bytes);
    });
    await expect(outgoing().fetch(request(there.url))).rejects.toMatchObject({ code: "response-unreadable" });
  });
});

describe("the time", () => {
  it.each([
    ["an answer that does not come", () => {}],
    [
      "a body that trickles",
      (_, response) => {
        const timer = setInterval(() => response.write("."), 20);
        response.on("close", () => clearInterval(timer));
      },
    ],
    [
      "redirects, each in time",
      (_, response) => void delay(60).then(() => response.writeHead(302, { location: "/again" }).end()),
    ],
  ] satisfies [string, Answer][])("is over for %s", async (_, answer) => {
    const there = await receiver(answer);
    const begun = performance.now();
    const attempt = outgoing().fetch(request(there.url, { timeoutMs: 200, redirects: 20 }));
    await expect(attempt).rejects.toMatchObject({ code: "request-timed-out", kind: "timeout" });
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it("ends when the request is called off", async () => {
    const there = await receiver(() => {});
    const control = new AbortController();
    const attempt = outgoing().fetch(request(there.url, { signal: control.signal, timeoutMs: 60_000 }));
    setTimeout(() => control.abort(), 50);
    await expect(attempt).rejects.toMatchObject({ code: "request-cancelled", kind: "other" });
  });
});

describe("redirects", () => {
  const to = (status: number, location: string): Answer => {
    return ({ path }, response) => {
      if (path === "/end") response.end("there");
      else response.writeHead(status, { location }).end("moved");
    };
  };

  it.each([
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [303, "HEAD", "HEAD", ""],
    [302, "PUT", "PUT", "data"],
    [307, "POST", "POST", "data"],
    [308, "PATCH", "PATCH", "data"],
  ])("%i of %s becomes %s", async (status, method, becomes, body) => {
    const there = await receiver(to(status, "/end"));
    const headers = [{ name: "content-type", value: "text/plain" }];
    const given = request(`${there.url}/start`, {
      method,
      headers,
      ...(method === "HEAD" ? {} : { body: "data" }),
    });
    const response = await outgoing().fetch(given);
    expect(response.url).toBe(`${there.url}/end`);
    expect(there.received[1]).toMatchObject({ method: becomes, body });
    expect(there.received[1]?.headers["content-type"]).toBe(becomes === method ? "text/plain" : undefined);
  });

  it("are not followed when none are allowed, and end after so many", async () => {
    const there = await receiver(to(302, "/again"));
    const none = await outgoing().fetch(request(there.url, { redirects: 0 }));
    expect([none.status, header(none, "location")]).toEqual([302, "/again"]);
    await expect(outgoing().fetch(request(there.url, { redirects: 3 }))).rejects.toMatchObject({
      code: "too-many-redirects",
    });
    expect(there.received).toHaveLength(5);
  });

  it.each(["file:///etc/passwd", "http://user:pass@127.0.0.1/", "http://["])(
    "never lead to %s",
    async (location) => {
      const there = await receiver(to(302, location));
      await expect(outgoing().fetch(request(there.url))).rejects.toMatchObject({ code: "invalid-url" });
    },
  );
});

describe("credentials", () => {
  const all: HttpCredential[] = [
    { type: "basic", username: "ada", password: "pässword:1", hosts: [] },
    { type: "bearer", token: "token-1", hosts: [] },
    { type: "header", name: "X-Api-Key", value: "key-1", hosts: [] },
    { type: "query", name: "api key", value: "key&2", hosts: [] },
  ];

  it("are put where their type says", async () => {
    const there = await receiver();
    for (const credential of all) {
      const response = await outgoing().fetch(request(`${there.url}/?a=1`, { credential }));
      expect(response.url).toBe(`${there.url}/?a=1`);
    }
    const [basic, bearer, named, query] = there.received;
    expect(basic?.headers.authorization).toBe(`Basic ${Buffer.from("ada:pässword:1").toString("base64")}`);
    expect(bearer?.headers.authorization).toBe("Bearer token-1");
    expect(named?.headers["x-api-key"]).toBe("key-1");
    expect(new URL(query?.path ?? "", there.url).searchParams.get("api key")).toBe("key&2");
  });

  it("take the place of a header of the same name", async () => {
    const there = await receiver();
    const headers = [{ name: "Authorization", value: "Bearer typed" }];
    await outgoing().fetch(request(there.url, { headers, credential: all[1] as HttpCredential }));
    expect(there.received[0]?.headers.authorization).toBe("Bearer token-1");
  });

  it("stay on redirects within an origin", async () => {
    for (const credential of all) {
      const there = await receiver(({ path }, response) => {
        if (path.startsWith("/end")) response.end();
        else response.writeHead(307, { location: "/end" }).end();
      });
      await outgoing().fetch(request(there.url, { credential }));
      const [first, second] = there.received;
      expect(second?.headers.authorization).toBe(first?.headers.authorization);
      expect(second?.headers["x-api-key"]).toBe(first?.headers["x-api-key"]);
      expect(second?.path.split("?")[1]).toBe(first?.path.split("?")[1]);
    }
  });

  it("never follow a redirect to another origin, nor does anything that may be a key", async () => {
    for (const credential of all) {
      const other = await receiver();
      const there = await receiver((_, response) => {
        response.writeHead(307, { location: `${other.url}/taken` }).end();
      });
      const headers = [
        { name: "cookie", value: "session=typed" },
        { name: "x-custom-key", value: "typed" },
        { name: "accept", value: "application/json" },
        { name: "idempotency-key", value: "exe_1/a/0" },
      ];
      await outgoing().fetch(request(there.url, { credential, headers, method: "POST", body: "x" }));
      const [seen] = other.received;
      expect(seen?.path).toBe("/taken");
      expect(Object.keys(seen?.headers ?? {}).sort()).toEqual(
        [
          "accept",
          "accept-encoding",
          "connection",
          "content-length",
          "host",
          "idempotency-key",
          "user-agent",
        ].sort(),
      );
    }
  });

  it.each([
    [["127.0.0.1"], "127.0.0.1", true],
    [["api.example"], "api.example", true],
    [["API.Example."], "api.example", true],
    [["*.example"], "a.api.example", true],
    [["*.example"], "example", false],
    [["api.example"], "evil-api.example", false],
    [["*.api.example"], "evilapi.example", false],
    [["api.example"], "api.example.evil", false],
    [["other.example", "api.example"], "api.example", true],
  ])("for %j go to %s: %s", async (hosts, host, goes) => {
    const there = await receiver();
    const credential: HttpCredential = { type: "bearer", token: "token-1", hosts };
    const attempt = outgoing().fetch(request(`http://${host}:${there.port}/`, { credential }));
    if (goes) expect((await attempt).status).toBe(200);
    else {
      await expect(attempt).rejects.toMatchObject({ code: "credential-host-refused" });
      expect(there.connections).toBe(0);
    }
  });

  it("with a line break are refused", async () => {
    const there = await receiver();
    const credential: HttpCredential = { type: "header", name: "x-key", value: "a\r\nb: c", hosts: [] };
    await expect(outgoing().fetch(request(there.url, { credential }))).rejects.toMatchObject({
      code: "invalid-header",
      message: expect.not.stringContaining("b: c"),
    });
  });
});

it("closing ends what is under way", async () => {
  const there = await receiver(() => {});
  const client = outgoing();
  const attempt = client.fetch(request(there.url, { timeoutMs: 60_000 }));
  setTimeout(() => void client.close(), 50);
  await expect(attempt).rejects.toMatchObject({ name: "NodeError", code: "network-failed" });
});

describe("an answer of which a beginning is enough", () => {
  const long = "0123456789abcdef".repeat(1000);
  it.each([
    ["an unknown encoding", 200, "zstd", Buffer.from("as it is"), "as it is"],
    ["a second layer", 200, "gzip, gzip", Buffer.from("twice"), "twice"],
    ["gzip that breaks off", 200, "gzip", gzipSync("early words").subarray(0, -6), "early words"],
    ["gzip with more than is wanted", 200, "gzip", gzipSync(long), long.slice(0, 100)],
    ["brotli with more than is wanted", 200, "br", brotliCompressSync(long), long.slice(0, 100)],
    ["raw deflate with more than is wanted", 410, "deflate", deflateRawSync(long), long.slice(0, 100)],
    ["something that is no gzip", 410, "gzip", Buffer.from("not packed"), ""],
  ])("keeps its status with %s", async (_, status, encoding, body, expected) => {
    const there = await receiver((__, response) => {
      response.writeHead(status, { "content-encoding": encoding }).end(body);
    });
    const response = await outgoing().fetch(request(there.url, { cut: true, maxBytes: 100 }));
    expect(response.status).toBe(status);
    expect(Buffer.from(response.body).toString()).toBe(expected);
  });

  it.each([
    ["breaks off", 5000, true],
    ["comes too slowly", 300, false],
  ])("keeps its status when its body %s", async (_, timeoutMs, breaks) => {
    const there = await receiver((__, response) => {
      response.writeHead(202, { "content-length": "1000" });
      response.write("so far", () => breaks && setTimeout(() => response.destroy(), 100));
    });
    const response = await outgoing().fetch(request(there.url, { cut: true, timeoutMs }));
    expect([response.status, Buffer.from(response.body).toString()]).toEqual([202, "so far"]);
  });

  it("is nobody's any more once it is called off", async () => {
    const calling = new AbortController();
    const there = await receiver((_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("so far", () => setTimeout(() => calling.abort(), 100));
    });
    const asked = outgoing().fetch(request(there.url, { cut: true, signal: calling.signal }));
    await expect(asked).rejects.toMatchObject({ code: "request-cancelled" });
  });
});
