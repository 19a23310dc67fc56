import { Refusal } from "../expression-error.ts";
import { maxTextLength } from "../limits.ts";
import type { Run } from "../run.ts";

/** One character becomes eighteen at most (U+FDFA in NFKD and NFKC; Unicode Standard Annex 15). */
const mostGrowth = 18;
const chunk = 65_536;

/**
 * A text in a Unicode normal form. What could grow over the bound is first normalized piece by piece, to know how long
 * it will be: a pair that is cut in two, or joins over a cut, makes next to no difference.
 */
export function normalized(text: string, form: string, run: Run): string {
  run.charge(text.length >> 3);
  if (text.length * mostGrowth > maxTextLength) {
    let length = 0;
    for (let at = 0; at < text.length; at += chunk) {
      run.check();
      length += text.slice(at, at + chunk).normalize(form).length;
      if (length > maxTextLength) throw new Refusal("too-large", { limit: maxTextLength });
    }
  }
  return text.normalize(form);
}
