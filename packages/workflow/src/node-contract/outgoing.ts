import type { HttpCredential } from "./credential.ts";

/** One HTTP request that leaves Sluice. Everything outgoing goes this way, past the same guard. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body?: string | Uint8Array;
  /**
   * Goes out with the request where its hosts allow it, and stays with the origin of `url`: no redirect takes it
   * elsewhere. Who sends puts it in place, so that nobody forgets to ask where it may go.
   */
  readonly credential?: HttpCredential;
  /** Requests a second to the host of `url`, together with all others that name a pace: this one waits its turn. */
  readonly perSecond?: number;
  /** For the whole exchange, redirects included, in milliseconds. */
  readonly timeoutMs: number;
  /** Given up as well when nothing has come for so long, in milliseconds: for answers that come in pieces. */
  readonly silenceMs?: number;
  /** Largest body taken, in bytes after decompression. */
  readonly maxBytes: number;
  /** A larger body is cut there instead of refused: who asks wants to see how it begins. */
  readonly cut?: boolean;
  /** Redirects that are followed; each target is checked anew and credentials stay with their origin. */
  readonly redirects: number;
  readonly signal?: AbortSignal;
}

export interface OutgoingResponse {
  readonly status: number;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Decompressed. */
  readonly body: Uint8Array;
  /** Where it came from in the end, without what a credential added. */
  readonly url: string;
}
