import { write } from "node:fs";

/** What may wait for whoever reads the log, in bytes; what is more is dropped and counted. */
const mostBytes = 1024 * 1024;
/** Until a reader that takes nothing now, or a disk that is full, is tried again, in milliseconds. */
const againMs = 100;

export interface LogOutput {
  /** One line. Never waits and never throws. */
  write(line: string): void;
  /** Resolves when all of it is written, or after `withinMs`. */
  drained(withinMs: number): Promise<void>;
}

/**
 * Where the log goes: a file descriptor, written beside the event loop. A reader that has stopped or a full disk must hold up
 * no request: pino's own destination waits for them in the thread of the door, or ends the process.
 */
export function createLogOutput(fd: number): LogOutput {
  let waiting: Buffer[] = [];
  let bytes = 0;
  let dropped = 0;
  let busy = false;
  let idle: () => void = () => {};

  const put = (line: string): void => {
    const text = Buffer.from(line);
    waiting.push(text);
    bytes += text.length;
  };
  const pump = (): void => {
    if (busy) return;
    if (bytes === 0) {
      idle();
      return;
    }
    busy = true;
    const text = waiting.length === 1 && waiting[0] ? waiting[0] : Buffer.concat(waiting);
    waiting = [];
    write(fd, text, (error, written) => {
      busy = false;
      if (error?.code === "EPIPE" || error?.code === "EBADF") {
        // Nobody reads it any more.
        [waiting, bytes] = [[], 0];
        idle();
        return;
      }
      const done = error ? 0 : written;
      bytes -= done;
      if (done < text.length) waiting.unshift(text.subarray(done));
      if (error) setTimeout(pump, againMs).unref();
      else {
        if (dropped > 0) {
          put(
            `${JSON.stringify({ level: 40, dropped, msg: "lines of the log were dropped: nobody took them" })}\n`,
          );
          dropped = 0;
        }
        pump();
      }
    });
  };

  return {
    write(line) {
      if (bytes + line.length > mostBytes) dropped += 1;
      else put(line);
      pump();
    },
    drained: (withinMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        idle = () => {
          clearTimeout(timer);
          resolve();
        };
        pump();
      }),
  };
}
