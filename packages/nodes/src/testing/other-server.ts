import type { Json, RunContext } from "@sluice/workflow/node-contract";
import { createOutgoing } from "../../../server/src/outgoing/outgoing.ts";
import { type Received, startReceiver } from "../../../server/src/outgoing/testing/receiver.ts";

export interface Answered {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text goes out as it is, anything else as JSON; `{}` when left out. */
  readonly body?: Json;
}

/** The other side of nodes that reach outside. */
export interface OtherServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** What came since the last `answers`. */
  readonly received: readonly Received[];
  /** How it answers from now on. */
  answers(how: (request: Received) => Answered): void;
  readonly fetch: RunContext["fetch"];
  close(): Promise<void>;
}

/** A real server on this machine, and the server's real way out, which may reach it. */
export async function startOtherServer(): Promise<OtherServer> {
  let answer: (request: Received) => Answered = () => ({});
  const { url, received, close } = await startReceiver((request, response) => {
    const { status = 200, headers = {}, body = {} } = answer(request);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  const out = createOutgoing({ allowNetworks: ["127.0.0.1"] });
  return {
    ...{ url, received },
    answers(how) {
      answer = how;
      received.length = 0;
    },
    fetch: (request) => out.fetch(request),
    async close() {
      await out.close();
      await close();
    },
  };
}
