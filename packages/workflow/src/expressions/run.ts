import { Refusal } from "./expression-error.ts";
import {
  type Budget,
  maxMilliseconds,
  maxOutputSize,
  maxSteps,
  maxTextLength,
  stepsBetweenClockChecks,
} from "./limits.ts";
import type { Scope } from "./scope.ts";

/** The state of one evaluation. One small object, because short expressions run a million times a second. */
export class Run {
  readonly scope: Scope;
  /** Parameters of arrow functions; each has one slot, since an arrow never runs inside itself. */
  readonly slots: unknown[];
  readonly outputSize: number;
  private left: number;
  private nextCheck: number;
  private readonly steps: number;
  private readonly milliseconds: number;
  private deadline: number;

  constructor(scope: Scope, slots: unknown[], budget: Budget | undefined) {
    this.scope = scope;
    this.slots = slots;
    this.steps = budget?.steps ?? maxSteps;
    this.milliseconds = budget?.milliseconds ?? maxMilliseconds;
    this.outputSize = budget?.outputSize ?? maxOutputSize;
    this.left = this.steps;
    this.nextCheck = this.steps - stepsBetweenClockChecks;
    this.deadline = budget?.until ?? 0;
  }

  /** Pays for work, before it is done where its size is known. */
  charge(steps: number): void {
    this.left -= steps;
    if (this.left < this.nextCheck || this.left < 0) this.check();
  }

  /** Looks at the bounds now. The clock starts at the first look, so that short expressions never ask for the time. */
  check(): void {
    if (this.left < 0) throw new Refusal("too-many-steps", { limit: this.steps });
    this.nextCheck = this.left - stepsBetweenClockChecks;
    const now = Date.now();
    if (this.deadline === 0) this.deadline = now + this.milliseconds;
    else if (now > this.deadline) throw new Refusal("too-much-time", { limit: this.milliseconds });
  }

  /** Steps that are left, as a bound for built-in functions that take one. */
  get remaining(): number {
    return Math.max(0, this.left);
  }

  /** Pays for a text that is about to be made or read. */
  chargeText(length: number): void {
    if (length > maxTextLength) throw new Refusal("too-large", { limit: maxTextLength });
    this.charge(1 + (length >> 5));
  }
}

/** One compiled piece of an expression. */
export type Code = (run: Run) => unknown;
