import { rmSync } from "node:fs";
import { serverFolder } from "../steps/paths.mjs";
import { bundleServer } from "./bundle.ts";

/* Bundles the server for those who run it from this repository. The libraries that stay packages are found from there. */

rmSync(serverFolder, { recursive: true, force: true });
await bundleServer({ folder: serverFolder, editor: "../../editor/dist" });
