import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { WaitPlace } from "../stores/waits/store.ts";

/** Signs the URLs that wake steps, so that nobody can make one up; the same step always has the same one. */
export interface CallbackSigner {
  /** The path of a step's callback URL: `/callbacks/{execution}/{step}/{signature}`. */
  pathOf(place: WaitPlace): string;
  /** The step of a path; undefined: it is none of ours. */
  placeOf(path: string): WaitPlace | undefined;
}

export const callbackPrefix = "/callbacks/";

/** The signer of a master key (HKDF-SHA-256, a purpose of its own; HMAC-SHA-256, 192 bits of it in base64url). */
export function createCallbackSigner(masterKey: string): CallbackSigner {
  const key = Buffer.from(hkdfSync("sha256", masterKey, "sluice", "callback urls v1", 32));
  const sign = (executionId: string, step: string) =>
    createHmac("sha256", key)
      .update(JSON.stringify([executionId, step]))
      .digest()
      .subarray(0, 24);
  return {
    pathOf({ executionId, node, frame }) {
      const step = frame === "" ? node : `${frame}/${node}`;
      const signature = sign(executionId, step).toString("base64url");
      return `${callbackPrefix}${executionId}/${encodeURIComponent(step)}/${signature}`;
    },

    placeOf(path) {
      const [executionId = "", encoded = "", signature = "", ...more] = path
        .slice(callbackPrefix.length)
        .split("/");
      const step = decoded(encoded);
      if (more.length > 0 || step === undefined || !/^exe_[0-9A-Z]{26}$/.test(executionId)) return undefined;
      // The texts are compared, not what they decode to: the decoder drops what it does not know.
      const given = Buffer.from(signature);
      const wanted = Buffer.from(sign(executionId, step).toString("base64url"));
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
      const slash = step.lastIndexOf("/");
      return { executionId, node: step.slice(slash + 1), frame: slash < 0 ? "" : step.slice(0, slash) };
    },
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
