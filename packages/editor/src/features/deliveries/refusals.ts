/** Why the front door refuses, in the order of its checks; what the list can be filtered by. */
export const refusals = [
  "method-not-allowed",
  "address-not-allowed",
  "rate-limited",
  "body-too-large",
  "unauthorized",
  "unsupported-media-type",
  "malformed-encoding",
  "malformed-json",
  "json-too-deep",
  "query-too-complex",
  "contract-violation",
  "duplicate-in-progress",
  "workflow-not-published",
  "workflow-paused",
  "overloaded",
  "request-timeout",
] as const;
