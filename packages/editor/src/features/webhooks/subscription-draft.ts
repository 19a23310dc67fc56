import type {
  NewSubscription,
  Subscription,
  SubscriptionFormat,
  SubscriptionSigning,
} from "@sluice/api/schemas";

/** A subscription as it stands in the form. */
export interface SubscriptionDraft {
  readonly url: string;
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
  ...{ url: "", events: [], description: "", format: null, secret: "", signing: "v1" },
  ...{ ordered: false, disableRule: "health", perMinute: null, schedule: null, headers: [] },
};

export function draftOf(stored: Subscription): SubscriptionDraft {
  const { url, events, description, format, ordered, disableRule, perMinute, schedule, headers } = stored;
  return {
    ...{ url, events, description, format, secret: "", signing: stored.signing },
    ...{ ordered, disableRule, perMinute, schedule },
    headers: headers.map(({ name }) => ({ name, value: "", stored: true })),
  };
}

/** A field of the form, as the API calls it: `headers.0.name`. */
export type SubscriptionField = "url" | "events" | "schedule" | `headers.${number}.${"name" | "value"}`;
/** Why it cannot go to the API as it is. */
export type FieldFault = "noUrl" | "noWebUrl" | "noEvents" | "noHeaderName" | "noHeaderValue" | "noSchedule";

/** What of the form cannot go to the API as it is. */
export function faultsOf({
  url,
  events,
  headers,
  schedule,
}: SubscriptionDraft): ReadonlyMap<SubscriptionField, FieldFault> {
  const faults = new Map<SubscriptionField, FieldFault>();
  if (url.trim() === "") faults.set("url", "noUrl");
  else if (!/^https?:$/.test(protocolOf(url.trim()))) faults.set("url", "noWebUrl");
  if (events.length === 0) faults.set("events", "noEvents");
  headers.forEach(({ name, value, stored }, at) => {
    if (name.trim() === "") faults.set(`headers.${at}.name`, "noHeaderName");
    if (!stored && value === "") faults.set(`headers.${at}.value`, "noHeaderValue");
  });
  if (schedule === undefined) faults.set("schedule", "noSchedule");
  return faults;
}

/** Empty of what is no URL. */
function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : "";
}

/** What goes to the API of a change. */
export function changeOf(draft: SubscriptionDraft): Omit<NewSubscription, "signing"> {
  const { url, events, description, format, secret, ordered, disableRule, perMinute, headers, schedule } =
    draft;
  return {
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
  if (draft.format !== "standard" || draft.signing === "v1") return changeOf(draft);
  return { ...changeOf({ ...draft, secret: "" }), signing: "v1a" };
}
