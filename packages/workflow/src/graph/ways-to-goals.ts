/** How some nodes of an acyclic graph, the goals, are come to. Nodes are positions in the graph's order. */
export interface WaysToGoals {
  /** A goal that a way leads to from here (the node itself, when it is one). */
  goalFrom(position: number): number | undefined;
  /** Two goals that two ways without a common node lead to, from two of these starts. */
  pairFrom(starts: readonly number[]): [number, number] | undefined;
}

/**
 * Works out, for every node, the next one that all its ways to goals pass (its immediate post-dominator; Cooper, Harvey
 * and Kennedy's algorithm in one pass backwards). Two ways without a common node exist from some starts exactly when no
 * single node is passed by all (Menger's theorem), so that each question costs one walk along these, not a search.
 */
export function waysToGoals(
  exits: readonly (readonly (readonly number[])[])[],
  isGoal: (position: number) => boolean,
): WaysToGoals {
  /** Where all ways end: behind every goal. */
  const end = exits.length;
  /** The node that all ways from here pass next; undefined: no way leads to a goal. */
  const next: (number | undefined)[] = exits.map(() => undefined);
  const leads = (position: number) => next[position] !== undefined;
  const meet = (one: number, other: number): number => {
    let [left, right] = [one, other];
    while (left !== right) {
      if (left < right) left = next[left] ?? end;
      else right = next[right] ?? end;
    }
    return left;
  };
  const targets = exits.map((ways) => [...new Set(ways.flat())]);
  for (let position = exits.length - 1; position >= 0; position--) {
    const onward = (targets[position] ?? []).filter(leads);
    if (isGoal(position)) next[position] = end;
    else if (onward.length > 0) next[position] = onward.reduce(meet);
  }

  const onwardFrom = (position: number) => (targets[position] ?? []).filter(leads);
  return {
    goalFrom: (start) => {
      let at: number | undefined = leads(start) ? start : undefined;
      while (at !== undefined && !isGoal(at)) [at] = onwardFrom(at);
      return at;
    },
    pairFrom: (starts) => {
      const useful = [...new Set(starts)].filter(leads);
      if (useful.length < 2 || useful.reduce(meet) !== end) return undefined;
      const [first = end, ...others] = useful;
      let pair: [number, number] = [first, others.find((other) => meet(first, other) === end) ?? end];
      while (!pair.every(isGoal)) {
        // The earlier one goes on (a goal stays): so neither comes to a node that the other has left.
        const [low, high] =
          !isGoal(pair[0]) && (pair[0] < pair[1] || isGoal(pair[1])) ? pair : pair.toReversed();
        const onward = onwardFrom(low ?? end).find((one) => one !== high && meet(one, high ?? end) === end);
        if (onward === undefined || high === undefined) return undefined;
        pair = [onward, high];
      }
      return pair;
    },
  };
}
