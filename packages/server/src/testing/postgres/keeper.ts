import { startPostgres } from "./server.ts";

/**
 * A process that keeps one PostgreSQL for a run of the tests, and ends it when its standard input does: the run may end in
 * any way, also killed, and leaves nothing behind. It prints one line, `ready <url>` or `unavailable <reason>`.
 */
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("SIGHUP", () => {});

const over = new Promise((resolve) => {
  process.stdin.on("close", resolve).on("end", resolve).resume();
});
try {
  const server = await startPostgres();
  process.stdout.write(`ready ${server.url}\n`);
  await over;
  await server.remove();
} catch (error) {
  process.stdout.write(
    `unavailable ${(error instanceof Error ? error.message : String(error)).replaceAll("\n", " ")}\n`,
  );
}
process.exit(0);
