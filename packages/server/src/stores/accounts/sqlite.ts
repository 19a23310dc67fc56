import type { Database } from "../database/database.ts";
import { sqliteInvitations, sqlitePasswordResets } from "./sqlite-links.ts";
import { sqliteSessions, sqliteTokens } from "./sqlite-sessions.ts";
import { sqliteUsers } from "./sqlite-users.ts";
import type { AccountsStore } from "./store.ts";

/** Users, how they sign in and how they are let in, in SQLite. */
export function createSqliteAccountsStore(database: Database): AccountsStore {
  return {
    users: sqliteUsers(database),
    sessions: sqliteSessions(database),
    tokens: sqliteTokens(database),
    invitations: sqliteInvitations(database),
    passwordResets: sqlitePasswordResets(database),
  };
}
