import { isIP } from "node:net";
import type { Config } from "../config.ts";
import { doubtful, type Finding, well } from "./finding.ts";

/** Whether the addresses that people and senders use fit together. */
export function addressFindings(config: Config): Finding[] {
  const { publicUrl, host, allowedHosts, trustedProxies } = config;
  const findings: Finding[] = [];
  if (publicUrl === undefined) {
    findings.push(
      isLocal(host)
        ? well(`It listens on ${host}: only this machine reaches it, which is what its links say too.`)
        : doubtful(
            `It listens on ${host} and SLUICE_PUBLIC_URL is not set, so that trigger URLs and links show an address that others may not reach: set it to the address that they use.`,
          ),
    );
  } else {
    const url = new URL(publicUrl);
    const name = url.hostname.replace(/^\[(.*)\]$/, "$1");
    findings.push(well(`Trigger URLs and links begin with ${publicUrl}.`));
    if (url.protocol === "http:" && !isLocal(name)) {
      findings.push(
        doubtful(`${publicUrl} is not encrypted: put a proxy with TLS in front and make it https.`),
      );
    }
    if (url.protocol === "https:" && trustedProxies.length === 0) {
      findings.push(
        doubtful(
          "The public address is https, so a proxy is in front, and SLUICE_TRUSTED_PROXIES is not set: every sender has the proxy's address until it names the proxy.",
        ),
      );
    }
    if (allowedHosts.includes(name)) {
      findings.push(
        doubtful(
          `SLUICE_ALLOWED_HOSTS names ${name}, which the public address allows already: leave it out.`,
        ),
      );
    }
  }
  return findings;
}

function isLocal(host: string): boolean {
  if (host === "localhost" || host === "::1") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}
