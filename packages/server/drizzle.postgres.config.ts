import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./src/stores/schema/postgres/*.ts",
  out: "./src/stores/migrations-postgres",
});
