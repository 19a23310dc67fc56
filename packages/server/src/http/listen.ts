import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Config } from "../config.ts";

/** Resolves to the server's own address, as a URL. */
export async function listen(server: Server, { host, port }: Pick<Config, "host" | "port">): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, { host, port })));
    server.listen({ host, port }, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
  const { address, family, port: actual } = server.address() as AddressInfo;
  // Nobody can be sent to "all addresses": the loopback address is one of them.
  const reachable = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  return `http://${family === "IPv6" ? `[${reachable}]` : reachable}:${actual}`;
}

function listenError(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: "something else listens there; stop it, or choose another port with --port",
    EACCES: "this account may not; choose a port above 1023 with --port",
    EADDRNOTAVAIL: "this machine does not have that address; choose another with --host",
    ENOTFOUND: "this name has no address; choose another with --host",
  };
  const reason = reasons[error.code ?? ""];
  return reason ? new Error(`Cannot listen on ${host}, port ${port}: ${reason}.`, { cause: error }) : error;
}
