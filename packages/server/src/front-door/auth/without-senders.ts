import type { SendersGiven } from "./compile-senders.ts";

/** For whoever compiles a hook and never asks it who may call: no key set is ever fetched. */
export const withoutSenders: Pick<SendersGiven, "keySets" | "origin"> = {
  keySets: { get: async () => undefined },
  origin: undefined,
};
