/**
 * What checking a value may cost. One step is one key or element looked at or 32 characters compared; a schema that is
 * met is 4, an alternative that is tried 10 more. About 100 ns each, so that the worst body holds the door for 0.3 s.
 */
export const maxSteps = 3_000_000;

/** Schemas inside of each other while a value is checked: a body is at most 512 levels deep, each with a reference. */
export const maxNesting = 1_100;

/** Schemas that one document may hold. */
export const maxSchemas = 5_000;

/** Violations that are told; the first ones, in the order of the schema. */
export const maxViolations = 50;

/** Characters of what a violation says of one thing: its path, what was expected. */
export const maxWords = 200;

/** Characters and instructions of a pattern. */
export const maxPatternLength = 1_000;
export const maxPatternProgram = 5_000;
