import { lookup as systemLookup } from "node:dns/promises";
import { connect as connectSocket, isIP, type LookupFunction, type Socket } from "node:net";
import { NodeError } from "@sluice/workflow/node-contract";
import { buildConnector } from "undici";
import { type AddressGuard, type Forbidden, whyForbidden } from "./guard-address.ts";

/** All addresses of a host name, in the order in which they are tried. Rejects as `dns.lookup` does. */
export type Lookup = (hostname: string) => Promise<readonly { address: string; family: number }[]>;

const lookupAll: Lookup = (hostname) => systemLookup(hostname, { all: true });

/** What every connection is opened by. */
export interface Guarded {
  readonly guard: AddressGuard;
  /** Left out: the system's. */
  readonly lookup?: Lookup | undefined;
}

const connectTimeoutMs = 10_000;

/**
 * Opens connections to allowed addresses only. A name is looked up once per connection, all its addresses are judged,
 * and those very addresses are what is connected to, so that a second answer of the name server changes nothing. Names
 * for TLS and for `Host` stay. Addresses that are written out never reach the lookup (measured with undici 8), so they
 * are judged first, and what a socket is connected to once more at the end, before a byte of the request has left.
 */
export function guardedConnector(given: Guarded): buildConnector.connector {
  const { guard } = given;
  const connect = buildConnector({ lookup: guardedLookup(given), timeout: connectTimeoutMs, allowH2: false });
  return (options, callback) => {
    const { hostname } = options;
    const forbidden = isIP(hostname) === 0 ? undefined : guard(hostname);
    if (forbidden) {
      callback(refusal(hostname, forbidden), null);
      return;
    }
    connect(options, (...result) => {
      const [error, socket] = result;
      if (error || !socket) {
        callback(...result);
        return;
      }
      const reached = guard(socket.remoteAddress ?? "");
      if (reached === undefined) callback(null, socket);
      else {
        socket.destroy();
        callback(refusal(hostname, reached), null);
      }
    });
  };
}

/** A connection of what is not HTTP, by the same rules. Rejects as `net.connect` does, or with `address-refused`. */
export type OpenSocket = (target: { host: string; port: number; signal: AbortSignal }) => Promise<Socket>;

export function guardedSockets(given: Guarded): OpenSocket {
  const { guard } = given;
  const lookup = guardedLookup(given);
  return ({ host, port, signal }) =>
    new Promise((resolve, reject) => {
      const written = isIP(host) === 0 ? undefined : guard(host);
      if (written) {
        reject(refusal(host, written));
        return;
      }
      const socket = connectSocket({ host, port, lookup, signal });
      socket.once("error", reject);
      socket.once("connect", () => {
        const reached = guard(socket.remoteAddress ?? "");
        if (reached) socket.destroy(refusal(host, reached));
        else {
          socket.off("error", reject);
          resolve(socket);
        }
      });
    });
}

function guardedLookup({ guard, lookup = lookupAll }: Guarded): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname).then(
      (found) => {
        const forbidden = firstForbidden(found, guard);
        const [first] = found;
        if (forbidden) callback(refusal(hostname, forbidden), "", 0);
        else if (first === undefined) callback(notFound(hostname), "", 0);
        else if (options.all) callback(null, [...found]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 0),
    );
  };
}

/** One bad address spoils the name: which of them is connected to is not ours to foresee. */
function firstForbidden(
  found: readonly { readonly address: string }[],
  guard: AddressGuard,
): Forbidden | undefined {
  for (const { address } of found) {
    const forbidden = guard(address);
    if (forbidden) return forbidden;
  }
  return undefined;
}

export function refusal(hostname: string, forbidden: Forbidden): NodeError {
  return new NodeError({ code: "address-refused", message: whyForbidden(hostname, forbidden) });
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address`), { code: "ENOTFOUND" });
}
