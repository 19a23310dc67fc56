import type { Config } from "../config.ts";
import { addressFindings } from "./addresses.ts";
import { fileFindings, folderFindings } from "./data-folder.ts";
import { doubtful, type Finding, well, wrong } from "./finding.ts";
import { postgresFindings } from "./postgres.ts";
import { runningFindings } from "./running.ts";

const leastNode = 24;

/** Looks at an installation without changing it. */
export async function examine(given: {
  readonly config: Config;
  readonly clock: () => number;
  /** `24.21.0` */
  readonly nodeVersion: string;
}): Promise<Finding[]> {
  const { config, clock, nodeVersion } = given;
  const { databaseUrl: url, data, secretKey } = config;
  const findings = [nodeFinding(nodeVersion)];
  if (url === undefined || secretKey === undefined) {
    const folder = folderFindings(data);
    findings.push(...folder);
    const usable = folder.every(({ state }) => state !== "wrong");
    if (url === undefined && usable) findings.push(...fileFindings(config, clock));
  }
  if (url !== undefined) {
    findings.push(...(await postgresFindings({ url, clock, dataFolder: data, configured: secretKey })));
    if (secretKey === undefined) {
      findings.push(
        doubtful(
          "SLUICE_SECRET_KEY is not set, so that a second machine would make a key of its own and refuse to start: set it to the same text for all processes.",
        ),
      );
    }
  }
  return [...findings, ...addressFindings(config), ...(await runningFindings(config))];
}

function nodeFinding(version: string): Finding {
  return Number.parseInt(version, 10) >= leastNode
    ? well(`Node.js ${version} runs it.`)
    : wrong(
        `Node.js ${version} is too old: start with \`npm start\`, which brings its own, or install ${leastNode} or newer.`,
      );
}
