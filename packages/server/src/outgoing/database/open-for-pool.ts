import type { Socket } from "node:net";
import type { OpenSocket } from "../connect.ts";

/**
 * A socket that outlives the question it was opened for: the signal calls off the opening and nothing afterwards. Rejects as
 * `open` does.
 */
export async function openForPool(
  open: OpenSocket,
  { host, port, signal }: { host: string; port: number; signal: AbortSignal },
): Promise<Socket> {
  const opening = new AbortController();
  const stop = () => opening.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    return await open({ host, port, signal: opening.signal });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** A socket that was opened past the guard, for a client that wants to open it itself. */
export function connected(socket: Socket): Socket {
  socket.connect = () => {
    process.nextTick(() => socket.emit("connect"));
    return socket;
  };
  return socket;
}
