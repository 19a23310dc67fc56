import { type HttpCredential, NodeError } from "@sluice/workflow/node-contract";
import { type Signable, signForAws } from "./aws-signature.ts";
import { checkHeaders, type Header, withHeader } from "./request-headers.ts";

/**
 * A request with its credential in place, signed where that is what it does. Rejects with `credential-host-refused` where the credential may not be sent to
 * this host: asked here, where everything passes, and not by those who call.
 */
export async function placeCredential(
  request: Signable,
  credential: HttpCredential,
  at: Date,
): Promise<{ url: URL; headers: readonly Header[] }> {
  const { url } = request;
  if (!mayGoTo(credential.hosts, url.hostname)) {
    throw new NodeError({
      code: "credential-host-refused",
      message: `the credential may not be sent to ${url.hostname}; add it to the hosts of the credential if it should be`,
    });
  }
  if (credential.type === "query") {
    const withParameter = new URL(url);
    withParameter.searchParams.set(credential.name, credential.value);
    return { url: withParameter, headers: [...request.headers] };
  }
  if (credential.type === "aws") return signForAws(request, credential, at);
  const header = headerOf(credential);
  checkHeaders([header]);
  return { url, headers: withHeader(request.headers, header) };
}

/** Whether a host is in the list: itself (`api.example.com`) or below (`*.example.com`). An empty list: any. */
export function mayGoTo(hosts: readonly string[], hostname: string): boolean {
  if (hosts.length === 0) return true;
  const host = bare(hostname);
  return hosts.some((entry) => {
    const wanted = bare(entry);
    return wanted.startsWith("*.")
      ? host.endsWith(wanted.slice(1)) && host !== wanted.slice(2)
      : host === wanted;
  });
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/\.$/, "")
    .replace(/^\[(.*)\]$/, "$1");
}

function headerOf(credential: Exclude<HttpCredential, { type: "query" | "aws" }>): Header {
  switch (credential.type) {
    case "basic": {
      const pair = Buffer.from(`${credential.username}:${credential.password}`, "utf8").toString("base64");
      return { name: "authorization", value: `Basic ${pair}` };
    }
    case "bearer":
    case "oauth2":
      return { name: "authorization", value: `Bearer ${credential.token}` };
    case "header":
      return { name: credential.name, value: credential.value };
  }
}
