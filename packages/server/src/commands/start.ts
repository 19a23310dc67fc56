import { version } from "../version.ts";
import type { Command } from "./command.ts";

const stopSignals = ["SIGTERM", "SIGINT"] as const;

export const start: Command = {
  name: "start",
  summary: "Run the server: trigger URLs, API and editor",
  async run({ config, surroundings }) {
    // Loaded on demand: the other commands need none of it and are quick without.
    const [{ startApp }, { createLog }] = await Promise.all([import("../app.ts"), import("../log.ts")]);
    const log = createLog(config.logLevel);
    const app = await startApp({ config, log });
    log.info({ url: app.url, version, data: config.data }, "listening");
    surroundings.print(`Sluice ${version} listens on ${app.url}\n`);
    if (app.setupLink !== null) surroundings.print(`Make the first account here: ${app.setupLink}\n`);

    const signal = await new Promise<string>((resolve) => {
      for (const name of stopSignals) process.once(name, () => resolve(name));
    });
    log.info({ signal }, "stopping");
    // Whoever asks twice does not want to wait; what was accepted is on disk.
    for (const name of stopSignals) process.once(name, () => process.exit(1));
    await app.stop();
    log.info("stopped");
    return 0;
  },
};
