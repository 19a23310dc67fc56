import { connect } from "node:net";
import type { Config } from "../config.ts";
import { doubtful, type Finding, well, wrong } from "./finding.ts";

/** How long an answer is waited for, in milliseconds. */
const patienceMs = 3000;

/** Whether the port is free for Sluice or Sluice itself listens on it, and whether the public address leads here. */
export async function runningFindings(
  config: Pick<Config, "host" | "port" | "publicUrl">,
): Promise<Finding[]> {
  const { host, port, publicUrl } = config;
  if (port === 0) return [];
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  const place = `${host}, port ${port}`;
  const listens = await isOpen(reachable, port);
  if (!listens) return [well(`Nothing listens on ${place} yet.`)];
  const said = await healthOf(`http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`);
  if (said === "not Sluice") {
    return [
      wrong(
        `Something else listens on ${place}: stop it, or choose another port with --port or SLUICE_PORT.`,
      ),
    ];
  }
  const here =
    said === "ready"
      ? well(`Sluice listens on ${place} and is ready for what is its role.`)
      : wrong(`Sluice listens on ${place} and is not ready: GET /health/ready and its log say why.`);
  return publicUrl === undefined ? [here] : [here, await publicFinding(publicUrl)];
}

async function publicFinding(publicUrl: string): Promise<Finding> {
  const said = await healthOf(publicUrl);
  if (said === "ready" || said === "not ready") return well(`${publicUrl} leads to Sluice.`);
  return doubtful(
    `${publicUrl} does not lead to Sluice from this machine: see the name's address, the proxy, and whether the network lets this machine reach its own public address.`,
  );
}

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patienceMs });
    const done = (open: boolean) => () => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", done(true)).once("error", done(false)).once("timeout", done(false));
  });
}

async function healthOf(origin: string): Promise<"ready" | "not ready" | "not Sluice"> {
  try {
    const answer = await fetch(`${origin}/health/ready`, {
      signal: AbortSignal.timeout(patienceMs),
      redirect: "error",
    });
    const body: unknown = await answer.json();
    const isSluice = typeof body === "object" && body !== null && "checks" in body && "status" in body;
    if (!isSluice) return "not Sluice";
    return answer.status === 200 ? "ready" : "not ready";
  } catch {
    return "not Sluice";
  }
}
