// The program of the intake's thread (thread.ts starts it).
import "../../quick-imports.ts";

// Later than the first import, which makes them load quickly.
const [{ serveWriter }, { operationsOn }] = await Promise.all([
  import("../database/serve-writer.ts"),
  import("./operations.ts"),
]);
serveWriter(operationsOn);
