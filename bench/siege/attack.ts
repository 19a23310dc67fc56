// A process of its own, so that what measures the honest senders is not held up: attack.ts <kind> <target as JSON>
import { connect, type Socket } from "node:net";
import autocannon from "autocannon";
import type { AttackKind, AttackReport, Target } from "./siege.ts";

/** Connections that send a byte each half second, half of them in the headers, half in the body. */
const slowSenders = 1000;
const dripMs = 500;
const idleConnections = 10_000;
/** A source address has some 28,000 ports, and a closed connection keeps one for a minute. */
const sources = ["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"];

const [kind, text = "{}"] = process.argv.slice(2) as [AttackKind, string];
const target = JSON.parse(text) as Target;
const attacks = { slow, idle, flood } as const;

process.once("message", () => {
  attacking.stop().then((report) => process.send?.(report, () => process.exit(0)));
});
const attacking = attacks[kind as keyof typeof attacks]();
process.send?.("attacking");

interface Attack {
  stop(): Promise<AttackReport>;
}

/** Keeps `count` connections open: what the server closes is opened anew. `talk` says what one of them sends. */
function keepOpen(count: number, talk: (socket: Socket, at: number) => () => void): Attack {
  const { hostname, port } = new URL(target.base);
  const open = new Set<Socket>();
  let opened = 0;
  let most = 0;
  let going = true;
  const one = (at: number) => {
    if (!going) return;
    const localAddress = sources[at % sources.length] ?? "127.0.0.2";
    const socket = connect({ host: hostname, port: Number(port), localAddress });
    let quiet = () => {};
    socket.on("connect", () => {
      opened += 1;
      open.add(socket);
      most = Math.max(most, open.size);
      quiet = talk(socket, at);
    });
    socket.on("error", () => {}).resume();
    socket.on("close", () => {
      quiet();
      open.delete(socket);
      setTimeout(one, 100, at);
    });
  };
  // A few at a time: the queue of a listening socket is short.
  let begun = 0;
  const beginning = setInterval(() => {
    for (let turn = 0; turn < 100 && begun < count; turn += 1) one(begun++);
    if (begun === count) clearInterval(beginning);
  }, 20);
  return {
    async stop() {
      going = false;
      clearInterval(beginning);
      for (const socket of open) socket.destroy();
      return { what: `${opened} connections, ${most} at once` };
    },
  };
}

function idle(): Attack {
  return keepOpen(idleConnections, () => () => {});
}

function slow(): Attack {
  return keepOpen(slowSenders, (socket, at) => {
    const path = new URL(target.open).pathname;
    const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`;
    socket.write(at % 2 === 0 ? `${head}x-slow: ` : `${head}content-length: 1000000\r\n\r\n`);
    const timer = setInterval(() => socket.write("1"), dripMs);
    return () => clearInterval(timer);
  });
}

/** Requests that are refused, each for another reason, as fast as the server answers them. */
function flood(): Attack {
  const json = { "content-type": "application/json" };
  const wrong = { ...json, authorization: `Basic ${Buffer.from("user:guess").toString("base64")}` };
  const path = (url: string) => new URL(url).pathname;
  const requests: autocannon.Request[] = [
    { method: "POST", path: path(target.guarded), headers: wrong, body: '{"a":1}' },
    { method: "POST", path: path(target.listed), headers: json, body: '{"a":1}' },
    { method: "POST", path: path(target.open), headers: json, body: `{"a":"${"x".repeat(20_000)}` },
    { method: "POST", path: path(target.open), headers: { "content-type": "text/csv" }, body: "a,b" },
    { method: "PUT", path: path(target.open), headers: json, body: "{}" },
    { method: "POST", path: `/hooks/${"unknown".repeat(3)}`, headers: json, body: "{}" },
  ];
  const statuses = new Map<number, number>();
  // Longer than anybody waits: it ends when it is told to.
  const ended = Promise.withResolvers<void>();
  const options = { url: target.base, connections: 64, duration: 3600, requests };
  const instance = autocannon(options, () => ended.resolve());
  instance.on("response", (_client, status) => statuses.set(status, (statuses.get(status) ?? 0) + 1));
  return {
    async stop() {
      instance.stop();
      await ended.promise;
      const all = [...statuses].sort().map(([status, count]) => `${status}: ${count}`);
      return { what: `refusals ${all.join(", ")}` };
    },
  };
}
