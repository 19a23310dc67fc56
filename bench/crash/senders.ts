/** One delivery as its sender knows it. */
export interface Attempt {
  readonly n: number;
  readonly workflow: string;
  /** `unknown`: the connection broke; it may have been stored. `wrong`: a 2xx that does not say what it should. */
  readonly outcome: "accepted" | "refused" | "unknown" | "wrong";
  readonly status?: number;
  readonly deliveryId?: string;
  readonly executionId?: string;
}

interface Target {
  readonly name: string;
  readonly path: string;
}

export interface Senders {
  readonly history: readonly Attempt[];
  /** Answered with a 2xx so far. */
  readonly accepted: number;
  stop(): Promise<void>;
}

/** Several senders that post numbered deliveries and keep their own history, whatever happens to the server. */
export function startSenders(given: {
  readonly targets: readonly Target[];
  /** Base addresses of the processes that take deliveries. */
  readonly bases: readonly string[];
  readonly senders: number;
  /** Pause after each delivery, in milliseconds: at random up to twice this. */
  readonly pauseMs: number;
}): Senders {
  const { targets, bases, senders, pauseMs } = given;
  const history: Attempt[] = [];
  let last = 0;
  let accepted = 0;
  let going = true;
  const send = async (n: number, target: Target, base: string): Promise<Attempt> => {
    const about = { n, workflow: target.name };
    try {
      const answer = await fetch(`${base}${target.path}`, {
        method: "POST",
        body: JSON.stringify({ n }),
        headers: { "content-type": "application/json" },
        signal: AbortSignal.timeout(60_000),
      });
      const body = await answer.text();
      const { status } = answer;
      if (!answer.ok) return { ...about, outcome: "refused", status };
      const deliveryId = answer.headers.get("sluice-delivery-id");
      const executionId = answer.headers.get("sluice-execution-id");
      const right =
        deliveryId !== null && executionId !== null && (target.name !== "answer" || numberIn(body) === n);
      if (!right) return { ...about, outcome: "wrong", status };
      return { ...about, outcome: "accepted", status, deliveryId, executionId };
    } catch {
      return { ...about, outcome: "unknown" };
    }
  };
  const sender = async () => {
    while (going) {
      last += 1;
      const n = last;
      const target = targets[n % targets.length];
      const base = bases[Math.floor(Math.random() * bases.length)];
      if (!target || base === undefined) return;
      const attempt = await send(n, target, base);
      history.push(attempt);
      if (attempt.outcome === "accepted") accepted += 1;
      // Nobody listens: no need to knock as often.
      const mean = attempt.outcome === "unknown" ? 10 * pauseMs : pauseMs;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 * mean));
    }
  };
  const running = Array.from({ length: senders }, sender);
  return {
    history,
    get accepted() {
      return accepted;
    },
    stop: async () => {
      going = false;
      await Promise.all(running);
    },
  };
}

function numberIn(body: string): number | undefined {
  try {
    return (JSON.parse(body) as { n?: number }).n;
  } catch {
    return undefined;
  }
}
