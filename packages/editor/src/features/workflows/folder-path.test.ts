import { folderSchema } from "@sluice/workflow/document";
import { expect, test } from "vitest";
import { tidyPath } from "./folder-path.ts";

test.each([
  ["Shop/Payments", "Shop/Payments"],
  [" Shop / Payments/", "Shop/Payments"],
  ["//Shop//Payments", "Shop/Payments"],
  [" / ", ""],
  ["Shop//Pay/../x", "Shop/Pay/x"],
])("%j is the folder %j, which the server takes", (typed, folder) => {
  expect(tidyPath(typed)).toBe(folder);
  expect(folderSchema.safeParse(tidyPath(typed)).success).toBe(true);
});
