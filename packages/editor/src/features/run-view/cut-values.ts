import { cutValueSchema } from "@sluice/api/schemas";

export interface CutValue {
  /** Field of an input that was joined from several steps; null: it is the value as a whole. */
  readonly name: string | null;
  readonly value: string;
  readonly bytes: number;
  readonly preview: string;
}

/** The parts of an input or output that are too large to show, and stand elsewhere whole. */
export function cutValues(value: unknown): readonly CutValue[] {
  const whole = cutValueSchema.safeParse(value);
  if (whole.success) return [{ name: null, ...whole.data.$cut }];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const cut = cutValueSchema.safeParse(part);
    return cut.success ? [{ name, ...cut.data.$cut }] : [];
  });
}
