import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import { createClient } from "@sluice/api/client";

let csrf: string | null = null;

/** Called with what the session says; from then on every call that changes something carries it. */
export function rememberCsrf(token: string | null): void {
  csrf = token;
}

/** The header that a changing call needs, for the few calls that do not go through `client`. */
function csrfHeaders(): Record<string, string> {
  return csrf === null ? {} : { "x-sluice-csrf": csrf };
}

/** The typed client of the API, on the origin that served the page. Failures throw `ProblemError`. */
export const client = createClient({ baseUrl: window.location.origin, headers: csrfHeaders });

/**
 * Query and mutation options and keys for TanStack Query:
 * `api.workflows.get.queryOptions({ input: { id } })`, `api.deliveries.key()`.
 */
export const api = createTanstackQueryUtils(client);
