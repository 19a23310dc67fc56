import { type Document, isPair, isScalar, isSeq, type Node, type Pair, type Scalar, visit } from "yaml";
import { keepsNumber } from "../variables/written-json.ts";

/** A number of a file that would be stored as another one, with its place in what the file holds and in its text. */
export interface LostNumber {
  readonly at: (string | number)[];
  readonly offset: number;
  readonly message: string;
}

/** The numbers that would not be kept as they are written: with more digits than a double holds, or with zeros in front. */
export function lostNumbers(yaml: Document): LostNumber[] {
  const found: LostNumber[] = [];
  visit(yaml, {
    Scalar(_key, scalar, path) {
      const message = typeof scalar.value === "number" ? faultOf(scalar) : undefined;
      if (message === undefined) return;
      found.push({ at: placeOf(scalar, path), offset: scalar.range?.[0] ?? 0, message });
    },
  });
  return found;
}

function faultOf({ source = "", value }: Scalar): string | undefined {
  if (/^[-+]?0\d/.test(source)) {
    return `${source} would be stored as ${value}: write it without zeros in front, or in quotes as a text`;
  }
  return isKept(source, Number(value))
    ? undefined
    : `${source} would be stored as ${value}: write it in quotes as a text, or with fewer digits`;
}

/** What YAML knows beside the numbers of JSON: a plus, no digit on one side of the point, sixteens, eights, and no number at all. */
function isKept(source: string, value: number): boolean {
  if (/^0[xo]/.test(source)) return Number.isSafeInteger(value);
  const plain = source
    .replace(/^\+/, "")
    .replace(/^(-?)\./, "$10.")
    .replace(/\.(?=$|[eE])/, "");
  return !/^-?\d/.test(plain) || keepsNumber(plain);
}

function placeOf(scalar: Scalar, path: readonly (Document | Node | Pair)[]): (string | number)[] {
  return [...path, scalar].flatMap((node, index, all): (string | number)[] => {
    const around = all[index - 1];
    if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
    return isSeq(around) ? [around.items.indexOf(node)] : [];
  });
}
