import {
  type Failed,
  isPassed,
  type Outcome,
  type Passed,
  SenderRefused,
  type SenderRequest,
  type Standing,
} from "./standing.ts";

/** Who may call one trigger. */
export interface Senders {
  /** Station 6: what stands in headers and query. Throws `SenderRefused` when nothing that can still come would do. */
  early(request: SenderRequest): Standing | Promise<Standing>;
  /** Station 7b: signatures over the bytes as received. Throws `SenderRefused`. */
  late(standing: Standing, request: SenderRequest & { body: Uint8Array }): Standing;
}

/** Puts the checks of a trigger together: any one must pass, or one of each type. */
export function createSenders(given: {
  require: "any" | "all";
  /** Of the configured methods, usable or not: each of them must be met when all are required. */
  types: readonly string[];
  challenge: string;
  values: readonly ((request: SenderRequest) => Outcome)[];
  tokens: readonly ((request: SenderRequest) => Promise<Outcome>)[];
  signatures: readonly ((request: SenderRequest & { body: Uint8Array }) => Outcome)[];
}): Senders {
  const { types, challenge, values, tokens, signatures } = given;
  const any = given.require === "any";

  const judged = (outcomes: readonly Outcome[], { last }: { last: boolean }): Standing => {
    const passed = outcomes.filter(isPassed);
    const failed = outcomes.filter((outcome): outcome is Failed => !isPassed(outcome));
    const met = (type: string): boolean => passed.some((one) => one.type === type);
    const settled = any ? passed.length > 0 : types.every(met);
    if (settled) return { passed, failed, settled };
    // What is not met yet may be by a signature, where there is one to come and nothing else is open.
    const hope =
      !last && signatures.length > 0 && (any || types.every((type) => type === "signature" || met(type)));
    if (!hope) throw new SenderRefused(failed, challenge);
    return { passed, failed, settled };
  };

  return {
    early(request) {
      const outcomes = values.map((check) => check(request));
      const enough = any && outcomes.some(isPassed);
      if (tokens.length === 0 || enough) return judged(outcomes, { last: false });
      return Promise.all(tokens.map((check) => check(request))).then((more) =>
        judged([...outcomes, ...more], { last: false }),
      );
    },
    late(standing, request) {
      if (standing.settled) return standing;
      const outcomes = signatures.map((check) => check(request));
      return judged([...standing.passed, ...standing.failed, ...outcomes], { last: true });
    },
  };
}

/** How a delivery names who sent it: each method that passed. */
export function labelOf(passed: readonly Passed[]): string | null {
  return passed.length === 0 ? null : [...new Set(passed.map(({ label }) => label))].join(" + ");
}
