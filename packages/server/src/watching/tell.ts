import type { Json } from "@sluice/workflow/node-contract";
import { isoTime } from "../clock.ts";
import type { Events } from "../events/events.ts";
import { newId } from "../ids.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";
import type { SystemMail } from "../system-mail/system-mail.ts";
import { alertMail, type Told } from "./alert-mail.ts";

export interface TellGiven {
  readonly events: Pick<Events, "publish">;
  readonly mail: SystemMail;
  readonly workflows: Pick<WorkflowsStore, "get">;
  /** Where the editor is reached: `https://sluice.example`. */
  readonly base: () => string;
  readonly log: { warn(details: object, message: string): void };
}

/** What came of telling it. */
export interface ToldTo {
  readonly eventId: string;
  readonly mails: readonly { readonly to: string; readonly problem: string | null }[];
}

/**
 * Tells by an event and by mail. `number`: how often it was told that this alert fires. The event has an id of its own for
 * each time, so that a process which died before it could say so tells subscribers nothing twice; a mail may come twice.
 */
export async function tell(given: TellGiven, told: Told & { readonly number: number }): Promise<ToldTo> {
  const { events, mail, base, log } = given;
  const { rule, what, sample, since, number } = told;
  const time = what === "resolved" ? "over" : String(number);
  const id = sample ? newId("evt", told.at) : `alert:${rule.id}:${since ?? 0}:${time}`;
  const data = await dataOf(given, told);
  const { id: eventId } = await events.publish({ id, type: `alert.${what}`, source: "sluice", data });
  const { subject, text } = alertMail(told, base());
  const mails = await Promise.all(
    rule.recipients.map(async (to) => {
      try {
        await mail.send({ to, subject, text });
        return { to, problem: null };
      } catch (error) {
        log.warn({ err: error, alert: rule.id }, "a mail about an alert could not be sent");
        return { to, problem: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
  return { eventId, mails };
}

/** What subscribers and event triggers get. */
async function dataOf({ workflows, base }: TellGiven, told: Told): Promise<Json> {
  const { rule, what, sample, since, at, measure } = told;
  const { workflowId, kind } = rule.condition;
  const name = workflowId === null ? null : ((await workflows.get(workflowId))?.draft.name ?? null);
  return {
    alert: { id: rule.id, name: rule.name, kind, url: `${base()}/alerts` },
    workflow: workflowId === null ? null : { id: workflowId, name },
    message: measure?.said.en ?? null,
    value: measure?.value ?? null,
    of: measure?.of ?? null,
    url: measure === null ? null : `${base()}${measure.path}`,
    firingSince: isoTime(since),
    resolvedAt: what === "resolved" ? new Date(at).toISOString() : null,
    sample,
  };
}
