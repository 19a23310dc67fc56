import type { Outgoing } from "./send.ts";

/** `createOutgoing`, made when something goes out first: its HTTP client takes 13 MB and a tenth of a second to load. */
export function outgoingOnDemand(given: { readonly allowNetworks: readonly string[] }): Outgoing {
  let made: Promise<Outgoing> | undefined;
  const make = (): Promise<Outgoing> => {
    made ??= import("./send.ts").then(({ createOutgoing }) => createOutgoing(given));
    return made;
  };
  return {
    fetch: async (request) => (await make()).fetch(request),
    close: async () => {
      await (await made)?.close();
    },
  };
}
