import { sql } from "drizzle-orm";
import { createLocalBroadcast } from "../../live/local-broadcast.ts";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createPostgresRetentionStore } from "../retention/postgres.ts";
import { draftMoments } from "../schema/postgres/draft-moments.ts";
import { momentsCases } from "./moments.cases.ts";
import { createPostgresWorkflowsStore } from "./postgres.ts";

describeOnPostgres("the history of a draft in PostgreSQL", () => {
  momentsCases(async () => {
    const { database, remove } = await temporaryPostgres({ tasks: true });
    const retention = createPostgresRetentionStore(database);
    const store = createPostgresWorkflowsStore(database, createLocalBroadcast());
    const kept = async () => {
      const { rows } = await database.db.execute<{ kept: string }>(
        sql`select sum(length(content)) as kept from ${draftMoments}`,
      );
      return Number(rows[0]?.kept);
    };
    return { store, retention, kept, remove };
  });
});
