import type { AuthMethod } from "@sluice/workflow/document";

/** RFC 7617: the charset tells the sender to encode in UTF-8. */
const challenges = {
  basic: 'Basic realm="Sluice", charset="UTF-8"',
  bearer: 'Bearer realm="Sluice"',
  jwt: 'Bearer realm="Sluice"',
  apiKey: 'ApiKey realm="Sluice"',
  signature: 'Signature realm="Sluice"',
} as const satisfies Record<AuthMethod["type"], string>;

/** What a 401 asks for (`WWW-Authenticate`): what is taken here in general, nothing of how it was configured. */
export function challengeOf(methods: readonly AuthMethod[]): string {
  const order = ["basic", "bearer", "jwt", "apiKey", "signature"] as const;
  const asked = order.filter((type) => methods.some((method) => method.type === type));
  return [...new Set(asked.map((type) => challenges[type]))].join(", ");
}
