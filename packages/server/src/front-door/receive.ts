import type { IncomingMessage, ServerResponse } from "node:http";
import { inflate } from "../bodies/inflate.ts";
import { newDeliveryId, newExecutionId } from "../engine/new-id.ts";
import { PublicError } from "../errors.ts";
import type { NewDelivery } from "../stores/deliveries/store.ts";
import { accept, inputOf, overloaded, type Patience } from "./accept.ts";
import { admit } from "./admit.ts";
import { type Answer, problemAnswer, send } from "./answer.ts";
import { identify, identifyByBody, noteRefusal } from "./auth/identify.ts";
import { createKeySets } from "./auth/key-sets.ts";
import { SenderRefused } from "./auth/standing.ts";
import { createUses, type Uses } from "./auth/uses.ts";
import { insistOnRunnable, insistOnWebhook } from "./availability.ts";
import type { BodyRoom } from "./body-room.ts";
import { type CompiledHook, compileHook } from "./compile-hook.ts";
import { claimOf } from "./dedupe.ts";
import { deliveryOf } from "./delivery-of.ts";
import { createDriftWatch, type DriftWatch } from "./drift-watch.ts";
import { createHookFinder, type HookFinder } from "./find-hook.ts";
import type { FrontDoorDependencies } from "./front-door.ts";
import { createGuards, type Guards } from "./guards/guards.ts";
import { greet, slackChallenge } from "./handshakes.ts";
import { hold } from "./hold.ts";
import { checkMediaType, type DeclaredBody } from "./media-type.ts";
import { extract, parse } from "./parse.ts";
import { readBody, SenderGone } from "./read-body.ts";
import { createRefusals, deliverySummary, type Refusals } from "./refusals.ts";
import { type TurnedAway, turnAway } from "./turn-away.ts";
import { socketAddress, type Visit, visitOf } from "./visit.ts";

const prefix = "/hooks/";
const defaultWaitingLimit = 10_000;

/** Leads each request past the stations, in their order, and sees to it that it is answered and recorded. */
export class Receptionist {
  readonly #dependencies: FrontDoorDependencies;
  readonly #requestMs: number;
  readonly #finder: HookFinder;
  readonly #refusals: Refusals;
  readonly #guards: Guards;
  readonly #drift: DriftWatch;
  readonly #clock: () => number;
  readonly #patience: Patience = new Set();
  readonly #uses: Uses;
  readonly #room: BodyRoom;
  #open = false;
  #inside = 0;
  #left: () => void = () => {};

  constructor(dependencies: FrontDoorDependencies, given: { requestMs: number; room: BodyRoom }) {
    this.#dependencies = dependencies;
    this.#requestMs = given.requestMs;
    this.#room = given.room;
    this.#clock = dependencies.clock ?? (() => performance.timeOrigin + performance.now());
    const { workflows, intake, log, kept } = dependencies;
    const keySets = createKeySets({ fetch: dependencies.fetch ?? nothingReached, clock: this.#clock, log });
    const senders = { clock: this.#clock, origin: dependencies.publicUrl, keySets };
    const compile = (hook: Parameters<typeof compileHook>[0]) =>
      compileHook(hook, { ...dependencies, ...senders });
    this.#finder = createHookFinder({ workflows, compile, clock: this.#clock });
    this.#uses = createUses({ store: dependencies.senders, log });
    this.#guards = createGuards({ clock: this.#clock, brake: dependencies.brake });
    this.#drift = createDriftWatch({ store: dependencies.drift, log });
    const told = (delivery: NewDelivery) => {
      this.#tell(delivery);
      dependencies.refused?.(delivery);
    };
    this.#refusals = createRefusals({ intake, log, kept, told });
  }

  open(): void {
    this.#open = true;
  }

  close(): void {
    this.#open = false;
  }

  async drain(): Promise<void> {
    this.close();
    if (this.#inside > 0) {
      await new Promise<void>((resolve) => {
        this.#left = resolve;
      });
    }
    await this.settle();
  }

  /** Whoever still waits for a workflow's answer is told that its execution goes on. */
  giveUp(): void {
    for (const giveUp of this.#patience) giveUp();
  }

  /** The hook of a key, for the pages below its URL. */
  find(key: string): CompiledHook | Promise<CompiledHook | undefined> | undefined {
    return this.#finder.find(key);
  }

  async settle(): Promise<void> {
    await Promise.all([this.#refusals.flush(), this.#uses.flush(), this.#drift.flush()]);
  }

  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? "";
    if (!url.startsWith(prefix)) return false;
    this.#inside += 1;
    void this.#receive(request, response, keyOf(url)).finally(() => {
      this.#inside -= 1;
      if (this.#inside === 0) this.#left();
    });
    return true;
  }

  async #receive(request: IncomingMessage, response: ServerResponse, key: string): Promise<void> {
    const receivedAt = this.#clock();
    let hook: CompiledHook | undefined;
    try {
      const found = this.#finder.find(key);
      hook = found instanceof Promise ? await found : found;
    } catch (error) {
      this.#dependencies.log.error({ err: error }, "a trigger could not be looked up");
      send({ request, response }, problemAnswer(overloaded(error)), { close: true });
      return;
    }
    if (!hook) {
      send({ request, response }, problemAnswer(new PublicError("hook-not-found")), { close: true });
      return;
    }
    const address = this.#dependencies.addressOf?.(request) ?? socketAddress(request);
    const deliveryId = newDeliveryId(Math.floor(receivedAt));
    const visit = visitOf({ request, response, deliveryId, receivedAt, address, hidden: hook.hidden });
    try {
      let declared = await this.#admit(visit, hook);
      while (declared && (await this.#take(visit, hook, declared)) === "resumed") {
        hook = await this.#renewed(key);
        insistOnWebhook(hook);
        declared = checkMediaType(request, hook.accepts);
      }
    } catch (thrown) {
      if (visit.stored) {
        this.#dependencies.log.error({ deliveryId, err: thrown }, "what follows a delivery failed");
        send(visit, problemAnswer(new PublicError("internal-error"), { deliveryId }), { deliveryId });
        return;
      }
      await this.#dependencies.listening?.readFor(visit, hook, { withinMs: this.#requestMs });
      await this.#turnAway(visit, hook, await this.#guards.refused(visit, hook, thrown));
    } finally {
      this.#room.leave(visit);
    }
  }

  /** Throws `hook-not-found` where there is none any more, `overloaded` where nobody can tell. */
  async #renewed(key: string): Promise<CompiledHook> {
    const hook = await this.#finder.renew(key).catch((error: unknown) => {
      throw overloaded(error);
    });
    if (!hook) throw new PublicError("hook-not-found");
    return hook;
  }

  /** The stations from 2 to 7b, up to the last byte. Undefined: it is answered. Throws the refusal. */
  async #admit(visit: Visit, hook: CompiledHook): Promise<DeclaredBody | undefined> {
    insistOnWebhook(hook);
    if (hook.guards.cors.answers(visit)) return undefined;
    admit(visit, hook, this.#guards);
    const greeting = greet(visit, hook);
    if (greeting) {
      send(visit, greeting, {});
      return undefined;
    }
    const standing = hook.senders && (await identify(visit, hook.senders));
    const declared = checkMediaType(visit.request, hook.accepts);
    const entering = this.#room.enter(visit, hook.bodyLimit);
    if (entering) await entering;
    await readBody(visit, { limit: hook.bodyLimit, withinMs: this.#requestMs });
    if (hook.senders && standing) {
      const passed = identifyByBody(visit, { senders: hook.senders, standing });
      this.#uses.note(hook.workflowId, { passed, at: visit.receivedAt });
    }
    return declared;
  }

  /**
   * The stations behind: what is in it, and what becomes of it. `resumed`: it was to be held, and its workflow is paused no
   * more. Throws the refusal.
   */
  async #take(visit: Visit, hook: CompiledHook, declared: DeclaredBody): Promise<"done" | "resumed"> {
    const { engine, intake, deliveries } = this.#dependencies;
    const { encoding } = declared;
    const bytes =
      encoding === null ? visit.body : await inflate(visit.body, { encoding, limit: hook.bodyLimit });
    const weighing = this.#room.weigh(visit, bytes);
    if (weighing) await weighing;
    const challenge = slackChallenge(bytes, hook);
    if (challenge) {
      send(visit, challenge, {});
      return "done";
    }
    const parsed = parse(visit, declared, bytes);
    const extraction = extract(visit, hook, parsed);
    // Whatever comes of it: who sent it has shown who they are.
    this.#guards.accepted(visit, hook);
    const at = Math.floor(visit.receivedAt);
    const executionId = newExecutionId(at);
    const statusUrl = this.#dependencies.statusUrl({ executionId, hookPath: visit.rawUrl, at });
    const input = inputOf(visit, { parsed, extraction, statusUrl: hook.holds ? undefined : statusUrl });
    if (hook.filter) hook.filter(input);
    const claim = hook.dedupeKey && (await claimOf(visit, hook, { parsed, input, deliveries }));
    if (hook.holds) return this.#hold({ visit, hook, input, claim });
    const plan = insistOnRunnable(hook);
    this.#insistOnRoom();
    const accepted = await accept(
      { engine, intake, patience: this.#patience },
      { visit, hook, plan, extraction, executionId, statusUrl, input, claim },
    );
    visit.stored = true;
    const { delivery } = accepted;
    this.#tell(delivery);
    const { deliveryId, receivedAt } = visit;
    this.#drift.see({ hook, parsed, extraction, deliveryId, receivedAt });
    const answer = await accepted.answer;
    send(visit, answer, { deliveryId: visit.deliveryId, executionId });
    if (delivery.status === null) this.#tell({ ...delivery, status: answer.status });
    return "done";
  }

  /** Station 13. */
  #insistOnRoom(): void {
    const { engine, intake, waitingLimit = defaultWaitingLimit } = this.#dependencies;
    if (!this.#open || engine.load.full || intake.waiting >= waitingLimit) throw overloaded();
  }

  async #hold(given: Parameters<typeof hold>[1]): Promise<"done" | "resumed"> {
    this.#insistOnRoom();
    const { intake, kept } = this.#dependencies;
    const held = await hold({ intake, most: async () => (await kept()).held }, given);
    if (!held) return "resumed";
    const { delivery, answer } = held;
    given.visit.stored = true;
    this.#tell(delivery);
    send(given.visit, answer, { deliveryId: delivery.id });
    return "done";
  }

  async #turnAway(visit: Visit, hook: CompiledHook, thrown: unknown): Promise<void> {
    const { deliveries } = this.#dependencies;
    let away: TurnedAway | undefined;
    try {
      away = await turnAway(thrown, { visit, hook, deliveries, patience: this.#patience });
    } catch (error) {
      return this.#refuse(visit, hook, overloaded(error));
    }
    if (!away) return this.#refuse(visit, hook, thrown);
    send(visit, away.answer, { deliveryId: visit.deliveryId });
    this.#refusals.add({ ...away.delivery, durationMs: this.#durationOf(visit) });
  }

  #refuse(visit: Visit, hook: CompiledHook, thrown: unknown): void {
    if (thrown instanceof SenderGone) {
      this.#record(visit, hook, { reason: "request-aborted", answer: undefined });
      visit.response.destroy();
      return;
    }
    const error =
      thrown instanceof PublicError ? thrown : new PublicError("internal-error", { cause: thrown });
    const { deliveryId } = visit;
    if (error instanceof SenderRefused) noteRefusal(visit, error);
    if (error.cause !== undefined) {
      this.#dependencies.log.error({ deliveryId, err: error.cause }, "a delivery could not be taken");
    }
    const answer = problemAnswer(error, { deliveryId });
    send(visit, answer, { deliveryId, close: mayBeLong(visit, hook) });
    this.#record(visit, hook, { reason: error.code, answer });
  }

  #record(
    visit: Visit,
    hook: CompiledHook,
    { reason, answer }: { reason: string; answer: Answer | undefined },
  ): void {
    this.#refusals.add({
      ...deliveryOf(visit, hook, { verdict: "refused", reason }),
      status: answer?.status ?? null,
      answer: answer ? { headers: answer.headers, body: answer.body } : null,
      durationMs: this.#durationOf(visit),
    });
  }

  #durationOf({ receivedAt }: Visit): number {
    return Math.max(0, Math.round(this.#clock() - receivedAt));
  }

  #tell(delivery: NewDelivery): void {
    const { hub } = this.#dependencies;
    if (hub.readers === 0) return;
    hub.publish({ kind: "delivery", workflowId: delivery.workflowId, delivery: deliverySummary(delivery) });
  }
}

const nothingReached = (): Promise<never> => Promise.reject(new Error("there is no way out"));

/** What stands between `/hooks/` and the query; whatever else is in the path makes it an unknown key. */
function keyOf(url: string): string {
  const mark = url.indexOf("?");
  return mark < 0 ? url.slice(prefix.length) : url.slice(prefix.length, mark);
}

/** What was not read may be more than is worth waiting for: the connection ends with the answer. */
function mayBeLong({ request, bodyBytes }: Visit, { bodyLimit }: CompiledHook): boolean {
  return request.headers["transfer-encoding"] !== undefined || bodyBytes > bodyLimit || request.destroyed;
}
