import type { Instance } from "@sluice/api/schemas";
import type { Config } from "../config.ts";
import { version } from "../version.ts";

/** How this process was started; secrets show only whether they are set. */
export type InstanceFacts = () => Instance;

export function instanceOf({
  config,
  listensOn,
}: {
  readonly config: Pick<Config, "publicUrl" | "databaseUrl" | "mailFrom" | "described">;
  readonly listensOn: string;
}): Instance {
  const { publicUrl, databaseUrl, mailFrom, described } = config;
  return {
    version,
    database: databaseUrl === undefined ? "sqlite" : "postgres",
    publicUrl:
      publicUrl === undefined
        ? { value: listensOn, source: "listens-on" }
        : { value: publicUrl, source: "set" },
    mailFrom: mailFrom ?? null,
    configuration: [...described],
  };
}
