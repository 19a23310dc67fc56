import { index } from "drizzle-orm/pg-core";
import { jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const audit = sluice.table(
  "audit",
  {
    id: words("id").primaryKey(),
    at: whole("at").notNull(),
    actorKind: words("actor_kind").$type<"person" | "token" | "command" | "nobody">().notNull(),
    actorId: words("actor_id"),
    actorName: words("actor_name"),
    address: words("address"),
    act: words("act").notNull(),
    objectKind: words("object_kind"),
    objectId: words("object_id"),
    objectName: words("object_name"),
    outcome: words("outcome").notNull(),
    detail: jsonText("detail").notNull(),
    requestId: words("request_id"),
  },
  (table) => [
    index("audit_by_actor").on(table.actorId, table.id),
    index("audit_by_actor_name").on(table.actorName, table.id),
    index("audit_by_act").on(table.act, table.id),
    index("audit_by_object").on(table.objectId, table.id),
  ],
);
