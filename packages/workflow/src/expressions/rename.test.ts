// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts under test are expressions
import { describe, expect, test } from "vitest";
import { findReferences, findReferencesInExpression } from "./find-references.ts";
import { renameInExpression, renameInScript, renameInTemplate } from "./rename.ts";

const steps = { steps: { from: "paid", to: "isPaid" } };

describe("renaming", () => {
  test.each([
    ["steps.paid", "steps.isPaid"],
    ["steps.paid.amount + steps.paidToo.x", "steps.isPaid.amount + steps.paidToo.x"],
    ["steps?.paid?.amount", "steps?.isPaid?.amount"],
    ["steps['paid'].a", "steps['isPaid'].a"],
    ['steps["paid"]', 'steps["isPaid"]'],
    ["steps[`paid`]", "steps[`isPaid`]"],
    ["( steps ) . paid", "( steps ) . isPaid"],
    ["'paid' in steps", "'isPaid' in steps"],
    ["loop.paid.item", "loop.isPaid.item"],
    ["execution.callbacks.paid + execution.paid", "execution.callbacks.isPaid + execution.paid"],
    ["execution['callbacks']['paid'].x", "execution['callbacks']['isPaid'].x"],
    ["execution.callbacks.other.paid", "execution.callbacks.other.paid"],
    [
      "[execution.callbacks].map(({ paid }) => paid)[0]",
      "[execution.callbacks].map(({ isPaid: paid }) => paid)[0]",
    ],
    ["trigger.paid + item.paid + steps.other.paid", "trigger.paid + item.paid + steps.other.paid"],
    ["[1].map(steps => steps.paid)", "[1].map(steps => steps.paid)"],
    ["[1].map(x => x + steps.paid)", "[1].map(x => x + steps.isPaid)"],
    ["{ steps: steps.paid, paid: 'steps.paid' }", "{ steps: steps.isPaid, paid: 'steps.paid' }"],
    ["`${ steps.paid } steps.paid`", "`${ steps.isPaid } steps.paid`"],
    ["steps[steps.paid].paid", "steps[steps.isPaid].paid"],
    ["steps.p\\u0061id", "steps.isPaid"],
    ["[steps].map(({ paid }) => paid.x)[0]", "[steps].map(({ isPaid: paid }) => paid.x)[0]"],
    ["[steps].map(({ paid: p, 'paid': q }) => p)", "[steps].map(({ isPaid: p, 'isPaid': q }) => p)"],
    ["[steps.paid].map(({ paid }) => paid)", "[steps.isPaid].map(({ paid }) => paid)"],
    ["[steps.a].map(({ paid }) => paid)", "[steps.a].map(({ paid }) => paid)"],
    ["[steps, item].map(({ paid }) => paid)", "[steps, item].map(({ paid }) => paid)"],
    ["[item].map(({ paid }) => steps.paid)", "[item].map(({ paid }) => steps.isPaid)"],
    ["steps.paid +", "steps.paid +"],
  ])("%s becomes %s", (source, expected) => {
    expect(renameInExpression(source, steps)).toBe(expected);
  });

  test("in templates, only expressions change", () => {
    expect(
      renameInTemplate("steps.paid {{{{ steps.paid }} {{ steps.paid }}{{steps.paid.x}} {{ bad", steps),
    ).toBe("steps.paid {{{{ steps.paid }} {{ steps.isPaid }}{{steps.isPaid.x}} {{ bad");
    expect(renameInTemplate("no expression: steps.paid", steps)).toBe("no expression: steps.paid");
  });

  const output = { output: { step: "sums", from: "total", to: "sum_total" } };
  const odd = { output: { step: "sums", from: "total", to: 'the "sum"' } };
  test.each([
    ["steps.sums.total * 2", "steps.sums.sum_total * 2", 'steps.sums["the \\"sum\\""] * 2'],
    ["steps.sums?.total", "steps.sums?.sum_total", 'steps.sums?.["the \\"sum\\""]'],
    ["steps['sums']['total'].x", "steps['sums']['sum_total'].x", 'steps[\'sums\']["the \\"sum\\""].x'],
    [
      "[steps.sums].map(({ total }) => total)",
      "[steps.sums].map(({ sum_total: total }) => total)",
      '[steps.sums].map(({ "the \\"sum\\"": total }) => total)',
    ],
    ["steps.sums.totals + steps.other.total + trigger.total", undefined, undefined],
    ["steps.sums.deep.total + steps.total.sums + loop.sums.total", undefined, undefined],
  ])("a field of an output: %s", (source, renamed, quoted) => {
    expect(renameInExpression(source, output)).toBe(renamed ?? source);
    expect(renameInExpression(source, odd)).toBe(quoted ?? source);
    expect(findReferencesInExpression(quoted ?? source)).toHaveLength(
      findReferencesInExpression(source).length,
    );
  });

  test("a field of an output in a script", () => {
    const script = "const { total, list } = steps.sums;\nreturn total + steps.sums.total;";
    expect(renameInScript(script, output)).toBe(
      "const { sum_total: total, list } = steps.sums;\nreturn total + steps.sums.sum_total;",
    );
  });

  test("trigger variables", () => {
    const rename = { trigger: { from: "id", to: "order_id" } };
    expect(renameInTemplate("{{ trigger.id }} {{ steps.id }} {{ request.body.id }}", rename)).toBe(
      "{{ trigger.order_id }} {{ steps.id }} {{ request.body.id }}",
    );
  });
});

describe("findReferences", () => {
  test("finds what a text reads, and never throws", () => {
    const text = "{{ steps.isPaid.amount + foo }} {{ 1 + }} {{ trigger.a";
    expect(findReferences(text).map(({ path, from, to }) => [path, text.slice(from, to)])).toEqual([
      [["steps", "isPaid", "amount"], "steps.isPaid.amount"],
    ]);
  });
});
