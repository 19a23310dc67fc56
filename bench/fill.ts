import Database from "better-sqlite3";

/**
 * Stores `count` executions by copying the newest one that the server itself has stored, delivery, journal and waits
 * included, so that their shape is that of today's server. Every 50th is a failed one (unless the model waits); they are
 * spread over 20 workflows, the model's own among them. Only while no server has the file.
 */
export function fill(file: string, count: number): void {
  const database = new Database(file);
  try {
    database.pragma("synchronous = OFF");
    database.pragma("cache_size = -262144");
    const model = database
      .prepare("SELECT id, delivery_id AS delivery, status FROM executions ORDER BY id DESC LIMIT 1")
      .get() as { id: string; delivery: string; status: string } | undefined;
    if (!model) throw new Error("there is no execution to copy");
    // Before all real ones: what is new comes behind them, as in years of use.
    const execution = "printf('exe_00%024d', n)";
    const delivery = "printf('dlv_00%024d', n)";
    const workflow = "CASE n % 20 WHEN 0 THEN workflow_id ELSE printf('wf_00%024d', n % 20) END";
    const status = model.status === "waiting" ? "status" : "CASE n % 50 WHEN 0 THEN 'failed' ELSE status END";
    const copy = (table: string, where: string, id: string, changes: Record<string, string>) => {
      const columns = database
        .prepare("SELECT name FROM pragma_table_info(?)")
        .pluck()
        .all(table) as string[];
      const values = columns.map((column) => changes[column] ?? `"${column}"`);
      const names = columns.map((column) => `"${column}"`);
      database
        .prepare(
          `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
           INSERT INTO "${table}" (${names.join(", ")})
           SELECT ${values.join(", ")} FROM numbers CROSS JOIN (SELECT * FROM "${table}" WHERE ${where} = ?)`,
        )
        .run(count, id);
    };
    database.transaction(() => {
      copy("deliveries", "id", model.delivery, {
        id: delivery,
        execution_id: execution,
        workflow_id: workflow,
      });
      copy("executions", "id", model.id, {
        id: execution,
        delivery_id: delivery,
        workflow_id: workflow,
        status,
      });
      copy("journal", "execution_id", model.id, { execution_id: execution });
      copy("waits", "execution_id", model.id, { execution_id: execution });
    })();
    database.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    database.close();
  }
}
