import { credentialOfType, defineRun } from "@sluice/workflow/node-contract";
import { database } from "./definition.ts";

/** One try: trying again is the engine's. */
export const runDatabase = defineRun(database, async ({ config, context }) => {
  const { statement, parameters, readOnly, maxRows, timeoutSeconds } = config;
  const credential = credentialOfType(await context.credential(config.credential.credential), [
    "postgres",
    "mysql",
    "sqlite",
  ]);
  const { rows, rowCount, truncated } = await context.query({
    ...{ credential, statement, parameters, readOnly, maxRows },
    timeoutMs: timeoutSeconds * 1000,
  });
  return { port: "out", output: { rows: [...rows], rowCount, truncated } };
});
