import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Who did what. Times are milliseconds since 1970 in UTC. */
export const audit = sqliteTable(
  "audit",
  {
    /** `aud_` and a ULID: sorts by time. */
    id: text("id").primaryKey(),
    at: integer("at").notNull(),
    actorKind: text("actor_kind", { enum: ["person", "token", "command", "nobody"] }).notNull(),
    /** Of the user or the token, which may be gone since. */
    actorId: text("actor_id"),
    /** E-mail address or name, as it was then. */
    actorName: text("actor_name"),
    address: text("address"),
    act: text("act").notNull(),
    objectKind: text("object_kind"),
    objectId: text("object_id"),
    objectName: text("object_name"),
    /** `ok`, a problem's code, or `unfinished`. */
    outcome: text("outcome").notNull(),
    /** JSON object of numbers, ids and names. */
    detail: text("detail").notNull(),
    requestId: text("request_id"),
  },
  (table) => [
    index("audit_by_actor").on(table.actorId, table.id),
    index("audit_by_actor_name").on(table.actorName, table.id),
    index("audit_by_act").on(table.act, table.id),
    index("audit_by_object").on(table.objectId, table.id),
  ],
);
