import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: "./src/stores/schema/!(*.test).ts",
  out: "./src/stores/migrations",
});
