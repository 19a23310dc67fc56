// A writer's thread for tests.
import { serveWriter } from "../serve-writer.ts";
import { probeOperations } from "./probe.ts";

serveWriter(probeOperations);
