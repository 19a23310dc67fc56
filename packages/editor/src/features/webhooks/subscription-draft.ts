import { ProblemError } from "@sluice/api/client";
import type {
  NewSubscription,
  Subscription,
  SubscriptionChange,
  SubscriptionFormat,
  SubscriptionSigning,
} from "@sluice/api/schemas";
import { eventPatternSchema } from "@sluice/workflow/document";
import type { Issue } from "../../api/issue-text.ts";

/** A subscription as it stands in the form. */
export interface SubscriptionDraft {
  readonly url: string;
  /** Of a new one: whether it is sent anything yet. */
  readonly active: boolean;
  readonly events: readonly string[];
  readonly description: string;
  /** Null: the instance's default. */
  readonly format: SubscriptionFormat | null;
  readonly secret: string;
  /** Of a new one. */
  readonly signing: SubscriptionSigning;
  readonly ordered: boolean;
  readonly disableRule: "health" | "strict";
  readonly perMinute: number | null;
  /** Seconds; null: the usual waits; undefined: what is typed cannot be read. */
  readonly schedule: readonly number[] | null | undefined;
  /** `stored`: it has a value that is not shown. */
  readonly headers: readonly { readonly name: string; readonly value: string; readonly stored: boolean }[];
}

export const newDraft: SubscriptionDraft = {
  ...{ url: "", active: true, events: [], description: "", format: null, secret: "", signing: "v1" },
  ...{ ordered: false, disableRule: "health", perMinute: null, schedule: null, headers: [] },
};

export function draftOf(stored: Subscription): SubscriptionDraft {
  const { url, active, events, description, format, ordered, disableRule, perMinute, schedule, headers } =
    stored;
  return {
    ...{ url, active, events, description, format, secret: "", signing: stored.signing },
    ...{ ordered, disableRule, perMinute, schedule },
    headers: headers.map(({ name }) => ({ name, value: "", stored: true })),
  };
}

/** A field of the form, as the API calls it: `headers.0.name`. */
export type SubscriptionField =
  | "url"
  | "events"
  | "secret"
  | "schedule"
  | `headers.${number}.${"name" | "value"}`;
/** Why it cannot go to the API as it is. */
export type FieldFault =
  | "noUrl"
  | "noWebUrl"
  | "noEvents"
  | "noPattern"
  | "noHeaderName"
  | "noHeaderValue"
  | "headerForAnother"
  | "noSchedule";

/** What of the form cannot go to the API as it is. `before`: as the one that is changed was when the form opened. */
export function faultsOf(
  { url, events, headers, schedule }: SubscriptionDraft,
  before?: SubscriptionDraft,
): ReadonlyMap<SubscriptionField, FieldFault> {
  const faults = new Map<SubscriptionField, FieldFault>();
  if (url.trim() === "") faults.set("url", "noUrl");
  else if (!/^https?:$/.test(protocolOf(url.trim()))) faults.set("url", "noWebUrl");
  if (events.length === 0) faults.set("events", "noEvents");
  else if (wrongEvents(events).length > 0) faults.set("events", "noPattern");
  const elsewhere = before !== undefined && isElsewhere(before.url, url);
  headers.forEach(({ name, value, stored }, at) => {
    if (name.trim() === "") faults.set(`headers.${at}.name`, "noHeaderName");
    if (!stored && value === "") faults.set(`headers.${at}.value`, "noHeaderValue");
    else if (elsewhere && value === "") faults.set(`headers.${at}.value`, "headerForAnother");
  });
  if (schedule === undefined) faults.set("schedule", "noSchedule");
  return faults;
}

/** Those that are neither the name of an event nor a pattern. */
export function wrongEvents(events: readonly string[]): string[] {
  return events.filter((event) => !eventPatternSchema.safeParse(event).success);
}

/** Whether messages would go to another server: the API then takes no header whose value is stored. */
export function isElsewhere(before: string, after: string): boolean {
  const [one, other] = [before.trim(), after.trim()];
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin !== new URL(other).origin;
}

const fieldName = /^(?:url|secret|schedule|events|headers\.\d+\.(?:name|value))/;

/** What the API said of fields of the form, in the words of `say`: `events.0` is said at `events`. */
export function refusalsOf(
  error: unknown,
  say: (issue: Issue) => string,
): ReadonlyMap<SubscriptionField, string> {
  const issues = error instanceof ProblemError ? (error.problem.issues ?? []) : [];
  return new Map(
    issues.flatMap((issue) => {
      const field = fieldName.exec(issue.at.join("."))?.[0];
      return field === undefined ? [] : [[field as SubscriptionField, say(issue)] as const];
    }),
  );
}

/** Empty of what is no URL. */
function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : "";
}

/** What goes to the API of a change: what was changed here, so that nothing is set back that others change meanwhile. */
export function changeOf(draft: SubscriptionDraft, before: SubscriptionDraft): SubscriptionChange {
  const [wanted, was] = [contentOf(draft), contentOf(before)];
  const isChanged = (key: string) => JSON.stringify(wanted[key as Key]) !== JSON.stringify(was[key as Key]);
  return Object.fromEntries(Object.entries(wanted).filter(([key]) => isChanged(key)));
}

type Key = keyof ReturnType<typeof contentOf>;

function contentOf(draft: SubscriptionDraft): Omit<NewSubscription, "signing" | "is_active"> {
  const { url, events, description, format, secret, ordered, disableRule, perMinute, headers, schedule } =
    draft;
  return {
    active: draft.active,
    ...(format === null ? {} : { format }),
    ...{ url: url.trim(), events: [...events], description, ordered, disableRule, perMinute },
    ...(schedule === undefined ? {} : { schedule: schedule && [...schedule] }),
    ...(secret === "" ? {} : { secret }),
    headers: headers.map(({ name, value, stored }) => ({
      name: name.trim(),
      ...(stored && value === "" ? {} : { value }),
    })),
  };
}

/** What goes to the API of a new one. A key pair is made there: what was typed as a secret is left out. */
export function creationOf(draft: SubscriptionDraft): NewSubscription {
  if (draft.format !== "standard" || draft.signing === "v1") return contentOf(draft);
  return { ...contentOf({ ...draft, secret: "" }), signing: "v1a" };
}
