const MiB = 1024 * 1024;

/** Lines of `console` that are kept of one job, and the characters of each: what a step's log takes. */
export const maxConsoleLines = 100;
export const maxConsoleLineLength = 2000;

/** Bytes of JSON that a job may answer: what a step may give out. */
export const maxResultBytes = MiB;

/** Bytes of JSON that a job's values may take. */
export const maxValuesBytes = 16 * MiB;

/** Memory a job may ask for. */
export const maxMemoryBytes = 256 * MiB;

/**
 * What QuickJS, its stack and the values on their way in take besides: with `maxMemoryBytes`, the size at which the
 * WebAssembly memory itself stops to grow.
 */
export const realmOverheadBytes = 64 * MiB;

/** How much more than that a process may hold while a job runs before it is killed: V8's own heap and texts in it. */
export const processOverheadBytes = 128 * MiB;

/** A process that holds more than this after a job is replaced. One that is idle holds about 85 MB. */
export const restingBytes = 192 * MiB;

/** Jobs after which a process is replaced, so that nothing that leaks can add up. */
export const maxJobsOfProcess = 1000;

/** How long after its time a job that does not end by itself is killed, in milliseconds. */
export const graceMs = 200;

/** How often the memory of a process that works is looked at, in milliseconds. */
export const memoryPollMs = 50;

/** How long a process may take to be ready, in milliseconds. A busy machine takes ten times as long as an idle one. */
export const startMs = 20_000;
