import type { PostgresDatabase } from "../database/postgres/database.ts";
import { postgresInvitations, postgresPasswordResets } from "./postgres-links.ts";
import { postgresSessions, postgresTokens } from "./postgres-sessions.ts";
import { postgresUsers } from "./postgres-users.ts";
import type { AccountsStore } from "./store.ts";

/** Users, how they sign in and how they are let in, in PostgreSQL. */
export function createPostgresAccountsStore(database: PostgresDatabase): AccountsStore {
  return {
    users: postgresUsers(database),
    sessions: postgresSessions(database),
    tokens: postgresTokens(database),
    invitations: postgresInvitations(database),
    passwordResets: postgresPasswordResets(database),
  };
}
