/**
 * How much an expression may cost. Each bound is far above what a workflow needs and far below what harms
 * the process that evaluates it: the engine evaluates between two deliveries on one thread.
 */

/** Characters of one expression's source. The longest we know from n8n's templates have about 2,000. */
export const maxSourceLength = 10_000;

/**
 * Levels of nested syntax. A chain of operators (`a + b + c`) is one level per operator; 250 levels of
 * closures use under 100 KB of a 984 KB stack.
 */
export const maxSourceDepth = 250;

/**
 * Steps of one evaluation. One step is one node inside an arrow function, one element visited or made, or 32
 * characters made: 20 to 100 ns, so this is about 0.1 s; and some 64 bytes, so this is about 120 MB. Code outside of arrow functions runs once and is
 * bounded by `maxSourceLength`; it is not counted, so that small expressions pay nothing.
 */
export const maxSteps = 2_000_000;

/**
 * A backstop in milliseconds for what steps misprice (regular expressions above all). Not the first bound:
 * time differs between machines, steps do not. Looked at every `stepsBetweenClockChecks` steps.
 */
export const maxMilliseconds = 1_000;
export const stepsBetweenClockChecks = 20_000;

/** Characters of one text: four times the default limit of a request body. */
export const maxTextLength = 4 * 1024 * 1024;

/** Estimated characters of a result as JSON. */
export const maxOutputSize = 4 * 1024 * 1024;

/** Nesting of a result: what the door accepts at most (R-DEPTH of the safety requirements). */
export const maxOutputDepth = 512;

/** Characters of a regular expression. */
export const maxPatternLength = 1_000;

/**
 * Instructions of its program, what one character of a text can cost: `(a{1000})` takes nine characters and a
 * thousand of them. Patterns are kept, so this also bounds what a few hundred of them take up (100 MB, not 3 GB).
 */
export const maxPatternProgram = 5_000;

/** Compiled texts kept, and their characters together (about 20 MB of closures at worst). */
export const maxCachedTexts = 2_000;
export const maxCachedCharacters = 1_000_000;

/** Bounds of one evaluation; what is left out stands as above. */
export interface Budget {
  readonly steps?: number;
  readonly milliseconds?: number;
  /** Moment, in milliseconds since 1970, after which nothing is begun: expressions of one step share their time. */
  readonly until?: number;
  /** Estimated characters of the result as JSON. */
  readonly outputSize?: number;
}
