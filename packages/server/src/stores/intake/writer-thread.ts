// The program of the intake's thread (thread.ts starts it).
import { serveWriter } from "../database/serve-writer.ts";
import { operationsOn } from "./operations.ts";

serveWriter(operationsOn);
