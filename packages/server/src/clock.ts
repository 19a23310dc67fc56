/** Milliseconds since 1970 in UTC. Handed in, so that a test can move it. */
export type Clock = () => number;

/** The machine's clock. */
export const systemClock: Clock = () => Date.now();
