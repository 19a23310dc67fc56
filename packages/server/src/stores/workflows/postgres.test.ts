import { describe } from "vitest";
import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresSecretsStore } from "../secrets/postgres.ts";
import { placementCases } from "./placement.cases.ts";
import { createPostgresWorkflowsStore } from "./postgres.ts";
import { workflowsStoreCases } from "./store.cases.ts";
import { trashCases } from "./trash.cases.ts";

describeOnPostgres("workflows in PostgreSQL", () => {
  const open = async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    return {
      store: createPostgresWorkflowsStore(database, createLocalBroadcast()),
      secrets: createPostgresSecretsStore(database),
      remove,
    };
  };
  workflowsStoreCases(open);
  describe("folders and tags", () => placementCases(open));
  describe("the trash", () => trashCases(open));
});
