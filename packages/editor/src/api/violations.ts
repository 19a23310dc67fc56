import type { Delivery } from "@sluice/api/schemas";
import { z } from "zod";

const violationsSchema = z.array(
  z.looseObject({
    from: z.string().catch(""),
    path: z.string(),
    expected: z.string().catch("?"),
    got: z.string().catch("?"),
  }),
);
export type Violation = z.infer<typeof violationsSchema>[number];

/** The violations of a refusal by contract; none for any other problem. */
export function violationsOf(problem: Delivery["problem"]): readonly Violation[] {
  const found = violationsSchema.safeParse(problem?.violations);
  return found.success ? found.data : [];
}
