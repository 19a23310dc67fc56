/** Nodes in a row of the drawing, and the room that each takes. */
const columns = 20;
const step = { x: 304, y: 192 };

const configs = [
  { type: "set", config: { fields: { total: "{{ trigger.amount * 2 }}", order: "{{ trigger.order_id }}" } } },
  {
    type: "condition",
    config: { when: { all: [{ left: "{{ trigger.amount }}", operator: "greater", right: 100 }] } },
  },
  { type: "transform", config: { expression: "[trigger.amount].map(amount => amount * 3)" } },
  { type: "http", config: { method: "POST", url: "https://shop.test/orders/{{ trigger.order_id }}" } },
  { type: "delay", config: { mode: "for", amount: 5, unit: "minutes" } },
] as const;

/** A workflow of so many nodes of several types in rows that branch, with a loop in each tenth row and notes beside. */
export function drawingOf(count: number) {
  const keys = Array.from({ length: count }, (_, at) => `node_${at}`);
  const nodes: Record<string, object> = {};
  const places: Record<string, { x: number; y: number }> = { trigger: { x: 0, y: 0 } };
  const edges: { from: string; port?: string; to: string }[] = [];
  keys.forEach((key, at) => {
    const row = Math.floor(at / columns);
    const column = at % columns;
    const { type, config } = configs[at % configs.length] ?? configs[0];
    nodes[key] = { type, name: `Step ${at} of row ${row}`, config };
    places[key] = { x: (column + 1) * step.x, y: row * step.y };
    const before = column === 0 ? undefined : at - 1;
    if (before === undefined) edges.push({ from: "trigger", to: key });
    else
      edges.push({
        from: `node_${before}`,
        ...(before % configs.length === 1 ? { port: "true" } : {}),
        to: key,
      });
    // Branches join the row below.
    if (at % configs.length === 1 && at + columns < count)
      edges.push({ from: key, port: "false", to: `node_${at + columns}` });
  });
  const notes = Array.from({ length: 10 }, (_, at) => ({
    id: `note_${at}`,
    text: `# Row ${at}\nAsk **sales** first, see https://example.com`,
    x: -304,
    y: at * step.y * 2,
  }));
  return {
    format: 1,
    name: `A drawing of ${count} nodes`,
    mode: "async",
    trigger: { type: "webhook", config: {} },
    nodes,
    edges,
    layout: { nodes: places, notes },
  };
}
