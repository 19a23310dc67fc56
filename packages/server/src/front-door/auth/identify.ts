import type { IncomingMessage } from "node:http";
import { SenderGone } from "../read-body.ts";
import type { Visit } from "../visit.ts";
import { labelOf, type Senders } from "./senders.ts";
import type { Passed, SenderRefused, SenderRequest, Standing } from "./standing.ts";

/** Station 6: what stands in headers and query. Throws `SenderRefused`, or `SenderGone` when nobody waits any more. */
export async function identify(visit: Visit, senders: Senders): Promise<Standing> {
  const early = senders.early(senderRequestOf(visit));
  if (!(early instanceof Promise)) return early;
  const standing = await early;
  if (visit.request.destroyed) throw new SenderGone("the sender left while its token was being checked");
  return standing;
}

/** Station 7b: signatures over the bytes as received. Notes on the visit who it is. Throws `SenderRefused`. */
export function identifyByBody(
  visit: Visit,
  { senders, standing }: { senders: Senders; standing: Standing },
): readonly Passed[] {
  const { passed } = senders.late(standing, { ...senderRequestOf(visit), body: visit.body });
  visit.authMethod = labelOf(passed);
  visit.claims = passed.find(({ claims }) => claims !== undefined)?.claims ?? null;
  return passed;
}

/** For the builder: which method came nearest, and where it failed. */
export function noteRefusal(visit: Visit, { sender, stage }: SenderRefused): void {
  visit.authMethod = sender;
  visit.authStage = stage;
}

function senderRequestOf({ request, rawUrl }: Visit): SenderRequest {
  return { url: rawUrl, header: (name) => headerOf(request, name) };
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(", ") : value;
}
