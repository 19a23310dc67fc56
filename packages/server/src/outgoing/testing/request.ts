import type { OutgoingRequest } from "@sluice/workflow/node-contract";

/** A plain GET with generous limits. */
export function request(url: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest {
  return { method: "GET", url, headers: [], timeoutMs: 5000, maxBytes: 100_000, redirects: 5, ...more };
}

export function header(
  { headers }: { readonly headers: readonly { readonly name: string; readonly value: string }[] },
  wanted: string,
): string | undefined {
  return headers.find(({ name }) => name === wanted)?.value;
}
