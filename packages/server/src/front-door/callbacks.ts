import type { IncomingMessage, ServerResponse } from "node:http";
import { type BodyType, bodyTypeOf } from "../bodies/body-type.ts";
import { encodingOf, inflate } from "../bodies/inflate.ts";
import type { Engine } from "../engine/engine.ts";
import { headersByName } from "../engine/request-scope.ts";
import { PublicError } from "../errors.ts";
import { type CallbackSigner, callbackPrefix } from "../secrets/callback-signature.ts";
import { StoreUnavailableError } from "../stores/intake/store.ts";
import type { WaitPlace } from "../stores/waits/store.ts";
import { overloaded } from "./accept.ts";
import { type Answer, problemAnswer, send } from "./answer.ts";
import { nothingHidden } from "./auth/hidden-parts.ts";
import type { BodyRoom } from "./body-room.ts";
import { parse } from "./parse.ts";
import { readBody, SenderGone } from "./read-body.ts";
import { type Visit, visitOf } from "./visit.ts";

/** Largest body of a callback, in bytes. */
const bodyLimit = 1024 * 1024;

export interface Callbacks {
  /** True when the request is for a callback URL: it is answered then, whatever happens. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

/**
 * The door of callback URLs, which wake a step that waits, once. What is answered with 200 is on disk, also where the
 * step has not come to its waiting yet.
 */
export function createCallbacks(given: {
  engine: Pick<Engine, "resolveWait">;
  signer: CallbackSigner;
  room: BodyRoom;
  log: { error(details: object, message: string): void };
  requestMs: number;
  addressOf: (request: IncomingMessage) => string;
}): Callbacks {
  const { engine, signer, room, log, requestMs, addressOf } = given;

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<Answer> => {
    if (request.method !== "POST")
      throw new PublicError("method-not-allowed", { headers: { allow: "POST" } });
    const [path = ""] = (request.url ?? "").split("?");
    const place = signer.placeOf(path);
    if (!place) throw new PublicError("callback-not-found");
    const base = { request, response, deliveryId: "", receivedAt: Date.now() };
    const visit = visitOf({ ...base, address: addressOf(request), hidden: nothingHidden });
    if (visit.bodyBytes > bodyLimit) throw new PublicError("body-too-large");
    try {
      return await wake(visit, place);
    } finally {
      room.leave(visit);
    }
  };

  const wake = async (visit: Visit, place: WaitPlace): Promise<Answer> => {
    const { request } = visit;
    await room.enter(visit, bodyLimit);
    await readBody(visit, { limit: bodyLimit, withinMs: requestMs });
    const declared = { type: typeOf(request), encoding: encodingOf(request.headers["content-encoding"]) };
    const bytes = await inflate(visit.body, { ...declared, limit: bodyLimit });
    await room.weigh(visit, bytes);
    const { body, query } = parse(visit, declared, bytes);
    const woken = { by: "callback", body, query, headers: headersByName(visit.headers) } as const;
    const became = await engine.resolveWait({ place, kind: "callback", woken, by: visit.address });
    if (became === "unknown") throw new PublicError("callback-not-found");
    if (became === "used") throw new PublicError("callback-used");
    if (became === "closed") throw new PublicError("callback-closed");
    return {
      status: 200,
      headers: [{ name: "content-type", value: "application/json" }],
      body: '{"ok":true}',
    };
  };

  const answerTo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      send({ request, response }, await take(request, response), {});
    } catch (thrown) {
      if (thrown instanceof SenderGone) {
        response.destroy();
        return;
      }
      const error = problemOf(thrown);
      if (error.cause !== undefined) log.error({ err: error.cause }, "a callback could not be taken");
      send({ request, response }, problemAnswer(error), { close: true });
    }
  };

  return {
    handle(request, response) {
      if (!request.url?.startsWith(callbackPrefix)) return false;
      void answerTo(request, response);
      return true;
    },
  };
}

/** Whoever calls back names a wrong type as often as not: what is no form and no file is JSON. */
function typeOf({ headers }: IncomingMessage): BodyType {
  const json = bodyTypeOf("application/json");
  const type = bodyTypeOf(headers["content-type"]);
  return type.kind === "text" ? json : type;
}

function problemOf(thrown: unknown): PublicError {
  if (thrown instanceof PublicError) return thrown;
  if (thrown instanceof StoreUnavailableError) return overloaded(thrown);
  return new PublicError("internal-error", { cause: thrown });
}
