import type { IncomingMessage, ServerResponse } from "node:http";
import { PublicError } from "../errors.ts";
import { StoreUnavailableError } from "../stores/intake/store.ts";
import { overloaded } from "./accept.ts";
import { type Answer, problemAnswer, send } from "./answer.ts";
import type { CompiledHook } from "./compile-hook.ts";
import { executionStatus, type StatusGiven } from "./execution-status.ts";
import type { PageGuards } from "./guards/pages.ts";
import { hookDocs, insistOnDocs } from "./hook-docs.ts";

/** What may be read below a trigger URL. Everything else there is an unknown key. */
const shape =
  /^\/hooks\/([A-Za-z0-9_-]{1,128})\/(?:(docs)|docs\/(openapi\.json)|executions\/([A-Za-z0-9_]{1,64}))(?:\?(.*))?$/;

export interface HookPages {
  /** True when the request reads a page below a trigger URL: it is answered then, whatever happens. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

/** The pages below a trigger URL: its documentation, and how an execution stands. Reading them is no delivery. */
export function createHookPages(given: {
  readonly find: (key: string) => CompiledHook | Promise<CompiledHook | undefined> | undefined;
  readonly status: StatusGiven;
  readonly guards: PageGuards;
  /** The reader's address, trusted proxies considered. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Where this server is reached: `https://hooks.example.com`. */
  readonly base: (request: IncomingMessage) => string;
  readonly log: { error(details: object, message: string): void };
}): HookPages {
  const { find, status, guards, addressOf, base, log } = given;

  const answer = async (request: IncomingMessage, found: RegExpExecArray): Promise<Answer> => {
    const [, key = "", page, openApi, executionId, query = ""] = found;
    const hook = await find(key);
    if (!hook) throw new PublicError("hook-not-found");
    const address = addressOf(request);
    if (executionId !== undefined) {
      guards.admit("status", { hook, address });
      const token = new URLSearchParams(query).get("token") ?? "";
      return executionStatus(status, { hook, executionId, token });
    }
    // Where nothing is shown there is nothing to guard: 404 for all, as for a wrong key.
    const documented = insistOnDocs(hook);
    guards.admit("docs", { hook, address });
    const language = request.headers["accept-language"];
    const kind = page === undefined && openApi !== undefined ? "openapi" : "page";
    return hookDocs(documented, {
      kind,
      version: hook.version,
      language,
      query,
      url: `${base(request)}/hooks/${key}`,
    });
  };

  const answerTo = async (request: IncomingMessage, response: ServerResponse, found: RegExpExecArray) => {
    try {
      send({ request, response }, await answer(request, found), {});
    } catch (thrown) {
      const error = problemOf(thrown);
      if (error.cause !== undefined)
        log.error({ err: error.cause }, "a page of a trigger could not be shown");
      send({ request, response }, problemAnswer(error), {});
    }
  };

  return {
    handle(request, response) {
      if (request.method !== "GET" && request.method !== "HEAD") return false;
      const found = shape.exec(request.url ?? "");
      if (!found) return false;
      void answerTo(request, response, found);
      return true;
    },
  };
}

function problemOf(thrown: unknown): PublicError {
  if (thrown instanceof PublicError) return thrown;
  if (thrown instanceof StoreUnavailableError) return overloaded(thrown);
  return new PublicError("internal-error", { cause: thrown });
}
