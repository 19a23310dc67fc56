import type { CredentialType } from "@sluice/workflow/node-contract";
import { bytes, jsonText, sluice, whole, words } from "./columns.ts";

/** The columns are those of the SQLite table, where they are explained (stores/schema). */
export const credentials = sluice.table("credentials", {
  id: words("id").primaryKey(),
  name: words("name").notNull(),
  nameKey: words("name_key").notNull().unique(),
  type: words("type").$type<CredentialType>().notNull(),
  shown: words("shown"),
  hosts: jsonText("hosts").notNull(),
  keyId: words("key_id").notNull(),
  nonce: bytes("nonce").notNull(),
  ciphertext: bytes("ciphertext").notNull(),
  createdAt: whole("created_at").notNull(),
  updatedAt: whole("updated_at").notNull(),
});
