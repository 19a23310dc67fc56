import { version } from "../version.ts";
import { type Command, jsonFlag } from "./command.ts";

const stopSignals = ["SIGTERM", "SIGINT"] as const;

/** Signals that follow within this time are the first one again. */
const sameWishMs = 1000;
/**
 * How long those who are connected are still answered, so that who holds connections in stock learns that they end (in
 * milliseconds): longer than the usual pause between two looks of a load balancer at one that is busy.
 */
const lingerMs = 1500;
const standardOutput = 1;
/** How long the last lines of the log are waited for. */
const lastLinesMs = 1000;

export const start: Command = {
  name: "start",
  summary: "Run the server: trigger URLs, API and editor",
  flags: jsonFlag,
  examples: [
    "sluice start",
    "sluice start --port 4100 --data ./data",
    "sluice start --public-url https://hooks.example.com",
  ],
  async run({ config, surroundings, switches }) {
    // Loaded on demand: the other commands need none of it and are quick without.
    const [{ startPatiently }, { giveMemoryBackWhenIdle }, { createLog }, { createLogOutput }] =
      await Promise.all([
        import("../start-patiently.ts"),
        import("../idle-memory.ts"),
        import("../log.ts"),
        import("../log-output.ts"),
      ]);
    const output = createLogOutput(standardOutput);
    const log = createLog(config.logLevel, output);
    // What is waited for keeps no process alive by itself (a writer that is idle, a sandbox process that rests): with nothing
    // else left, Node.js would end here with code 13, at a start that fails as at a stop.
    const awake = setInterval(() => {}, 1000);
    const app = await startPatiently({ config, log }).catch((error: unknown) => {
      clearInterval(awake);
      throw error;
    });
    giveMemoryBackWhenIdle();
    log.info({ url: app.url, version, data: config.data }, "listening");
    const { url, setupLink } = app;
    // One line, as each of the log beside it is.
    if (switches.has("json")) surroundings.print(`${JSON.stringify({ version, url, setupLink })}\n`);
    else {
      surroundings.print(`Sluice ${version} listens on ${url}\n`);
      if (setupLink !== null) surroundings.print(`Make the first account here: ${setupLink}\n`);
    }

    const signalled = new Promise<string>((resolve) => {
      for (const name of stopSignals) process.once(name, () => resolve(name));
    });
    const why = await Promise.race([signalled, app.lost]);
    if (why instanceof Error) log.error({ err: why }, "stopping");
    else log.info({ signal: why }, "stopping");
    // Whoever asks again does not want to wait; what was accepted is on disk. A terminal or a service manager sends one
    // signal to the whole group and `npm start` hands it on: what comes at once is the same wish.
    const askedAt = performance.now();
    for (const name of stopSignals) {
      process.on(name, () => {
        if (performance.now() - askedAt > sameWishMs) process.exit(1);
      });
    }
    await app.stop({ lingerMs });
    clearInterval(awake);
    log.info("stopped");
    await output.drained(lastLinesMs);
    if (why instanceof Error) throw why;
    return 0;
  },
};
