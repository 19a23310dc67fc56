export * from "./schemas/roles.ts";
