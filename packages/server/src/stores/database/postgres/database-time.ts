/** Milliseconds since 1970 by the clock of the database, the only one that all processes share. */
export const databaseTime = "(extract(epoch from clock_timestamp()) * 1000)::bigint";
