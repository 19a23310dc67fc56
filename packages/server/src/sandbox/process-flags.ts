import { processSources } from "./process-sources.ts";

/**
 * Rights and bounds of the process itself, in case something gets out of QuickJS: no files but its own program, no
 * processes, threads or add-ons, no code from text. Node 24 has no flag that takes the network away.
 */
export function processFlags(): string[] {
  return [
    "--permission",
    ...processSources().readable.map((folder) => `--allow-fs-read=${folder}/*`),
    "--disable-proto=delete",
    "--disallow-code-generation-from-strings",
    "--no-addons",
    "--no-warnings",
    "--max-old-space-size=96",
    "--max-semi-space-size=4",
    "--v8-pool-size=1",
  ];
}
