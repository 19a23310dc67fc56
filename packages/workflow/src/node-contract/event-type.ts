import { z } from "zod";

/** A dotted event name: `order.paid`. Small letters, digits and `_` between the dots; 128 characters at most. */
export const eventTypeSchema = z
  .string()
  .min(1, { error: "name the event", abort: true })
  .max(128)
  .regex(/^[a-z0-9_]+(\.[a-z0-9_]+)*$/, "an event type is a dotted name, such as order.paid");
