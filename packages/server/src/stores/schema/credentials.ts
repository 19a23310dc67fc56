import type { CredentialType } from "@sluice/workflow/node-contract";
import { blob, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const credentials = sqliteTable("credentials", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  /** Lower case: no two names differ in case alone. */
  nameKey: text("name_key").notNull().unique(),
  type: text("type").$type<CredentialType>().notNull(),
  /** What may be seen of it: the user name, the header's or parameter's name, a server as JSON; null: nothing. */
  shown: text("shown"),
  /** JSON list of the hosts it may be sent to. */
  hosts: text("hosts").notNull(),
  keyId: text("key_id").notNull(),
  nonce: blob("nonce", { mode: "buffer" }).notNull(),
  ciphertext: blob("ciphertext", { mode: "buffer" }).notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});
