// A writer's thread for tests.
import "../../../quick-imports.ts";

const [{ serveWriter }, { probeOperations }] = await Promise.all([
  import("../serve-writer.ts"),
  import("./probe.ts"),
]);
serveWriter(probeOperations);
