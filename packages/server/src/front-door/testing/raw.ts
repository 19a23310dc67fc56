import { connect } from "node:net";

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Writes text to a socket and reads answers until the server closes, or `answers` of them have come: what fetch hides
 * and what it cannot send.
 */
export function raw(
  port: number,
  parts: readonly (string | Buffer)[],
  options: { answers?: number; pauseMs?: number; waitMs?: number } = {},
): Promise<RawAnswer[]> {
  const { answers = Number.POSITIVE_INFINITY, pauseMs = 0, waitMs = 5000 } = options;
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect({ port, host: "127.0.0.1" });
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answersIn(text));
    };
    const timer = setTimeout(finish, waitMs);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (answersIn(text).length >= answers) finish();
    });
    socket.on("end", finish).on("close", finish);
    socket.on("error", (error) => (text === "" ? reject(error) : finish()));
    socket.on("connect", async () => {
      for (const part of parts) {
        socket.write(part);
        if (pauseMs > 0) await new Promise((next) => setTimeout(next, pauseMs));
      }
    });
  });
}

function answersIn(text: string): RawAnswer[] {
  const found: RawAnswer[] = [];
  let rest = text;
  for (;;) {
    const match = /^HTTP\/1\.1 (\d{3})[^\r]*\r\n((?:[^\r]+\r\n)*)\r\n/.exec(rest);
    if (!match) return found;
    const headers = Object.fromEntries(
      (match[2] ?? "")
        .trimEnd()
        .split("\r\n")
        .map((line) => {
          const colon = line.indexOf(":");
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        }),
    );
    const status = Number(match[1]);
    const length = status < 200 ? 0 : Number(headers["content-length"] ?? 0);
    const from = match[0].length;
    if (rest.length < from + length) return found;
    found.push({ status, headers, body: rest.slice(from, from + length) });
    rest = rest.slice(from + length);
  }
}
