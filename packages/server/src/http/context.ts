import type { ServerResponse } from "node:http";
import type { Caller } from "./caller.ts";

/** What the handlers of the API know of a call besides its input. */
export interface ApiContext {
  readonly caller: Caller;
  /**
   * Whether the caller may still make this call, with the role of its beginning: for answers that last. False also when
   * it cannot be told.
   */
  readonly stillMay: () => Promise<boolean>;
  /** The route's place in the contract, as it was authorized: no other procedure may run. */
  readonly procedure: string;
  /** The sender's address, trusted proxies considered. */
  readonly address: string;
  /** The browser's `User-Agent`; empty: none was sent. */
  readonly agent: string;
  /** The browser speaks TLS to us or to a proxy in front of us. */
  readonly secure: boolean;
  /** For cookies, and to cut a reader that does not read. */
  readonly response: ServerResponse;
  /** What the handler threw, on its way to the problem writer. */
  failure: { readonly error: unknown } | undefined;
}
