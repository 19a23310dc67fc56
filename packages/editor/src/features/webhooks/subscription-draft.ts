import type { Subscription, SubscriptionChange, SubscriptionFormat } from "@sluice/api/schemas";

/** A subscription as it stands in the form. */
export interface SubscriptionDraft {
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string;
  /** Null: the instance's default. */
  readonly format: SubscriptionFormat | null;
  readonly secret: string;
  readonly ordered: boolean;
  readonly disableRule: "health" | "strict";
  readonly perMinute: number | null;
  /** `stored`: it has a value that is not shown. */
  readonly headers: readonly { readonly name: string; readonly value: string; readonly stored: boolean }[];
}

export const newDraft: SubscriptionDraft = {
  ...{ url: "", events: [], description: "", format: null, secret: "" },
  ...{ ordered: false, disableRule: "health", perMinute: null, headers: [] },
};

export function draftOf(stored: Subscription): SubscriptionDraft {
  const { url, events, description, format, ordered, disableRule, perMinute, headers } = stored;
  return {
    ...{ url, events, description, format, secret: "", ordered, disableRule, perMinute },
    headers: headers.map(({ name }) => ({ name, value: "", stored: true })),
  };
}

export function isComplete({ url, events, headers }: SubscriptionDraft): boolean {
  const named = headers.every(({ name, value, stored }) => name.trim() !== "" && (stored || value !== ""));
  return url.trim() !== "" && events.length > 0 && named;
}

/** What goes to the API. */
export function changeOf(draft: SubscriptionDraft): SubscriptionChange & { url: string; events: string[] } {
  const { url, events, description, format, secret, ordered, disableRule, perMinute, headers } = draft;
  return {
    ...(format === null ? {} : { format }),
    ...{ url: url.trim(), events: [...events], description, ordered, disableRule, perMinute },
    ...(secret === "" ? {} : { secret }),
    headers: headers.map(({ name, value, stored }) => ({
      name: name.trim(),
      ...(stored && value === "" ? {} : { value }),
    })),
  };
}
