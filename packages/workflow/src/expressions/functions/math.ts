import type { FunctionEntry } from "./entry.ts";

interface MathFunction {
  readonly name: string;
  readonly parameters?: string;
  readonly en: string;
  readonly fr: string;
  readonly example: readonly [string, number | boolean];
  readonly call: (...numbers: number[]) => number;
}

/** Every function takes numbers only; what is missing or text that is no number is refused with its place. */
const functions: readonly MathFunction[] = [
  { name: "abs", en: "Without its sign.", fr: "Sans son signe.", example: ["-2.5", 2.5], call: Math.abs },
  { name: "ceil", en: "Rounded up.", fr: "Arrondi vers le haut.", example: ["2.1", 3], call: Math.ceil },
  { name: "floor", en: "Rounded down.", fr: "Arrondi vers le bas.", example: ["2.9", 2], call: Math.floor },
  {
    name: "round",
    en: "Rounded to the nearest whole number.",
    fr: "Arrondi à l’entier le plus proche.",
    example: ["2.5", 3],
    call: Math.round,
  },
  {
    name: "trunc",
    en: "Without its decimals.",
    fr: "Sans ses décimales.",
    example: ["-2.9", -2],
    call: Math.trunc,
  },
  { name: "sign", en: "-1, 0 or 1.", fr: "-1, 0 ou 1.", example: ["-7", -1], call: Math.sign },
  { name: "sqrt", en: "Square root.", fr: "Racine carrée.", example: ["9", 3], call: Math.sqrt },
  { name: "cbrt", en: "Cube root.", fr: "Racine cubique.", example: ["27", 3], call: Math.cbrt },
  { name: "exp", en: "e to that power.", fr: "e à cette puissance.", example: ["0", 1], call: Math.exp },
  { name: "log", en: "Natural logarithm.", fr: "Logarithme naturel.", example: ["1", 0], call: Math.log },
  {
    name: "log2",
    en: "Logarithm to base 2.",
    fr: "Logarithme en base 2.",
    example: ["8", 3],
    call: Math.log2,
  },
  {
    name: "log10",
    en: "Logarithm to base 10.",
    fr: "Logarithme en base 10.",
    example: ["1000", 3],
    call: Math.log10,
  },
  {
    name: "sin",
    en: "Sine of an angle in radians.",
    fr: "Sinus d’un angle en radians.",
    example: ["0", 0],
    call: Math.sin,
  },
  {
    name: "cos",
    en: "Cosine of an angle in radians.",
    fr: "Cosinus d’un angle en radians.",
    example: ["0", 1],
    call: Math.cos,
  },
  {
    name: "tan",
    en: "Tangent of an angle in radians.",
    fr: "Tangente d’un angle en radians.",
    example: ["0", 0],
    call: Math.tan,
  },
  {
    name: "asin",
    en: "Angle of a sine, in radians.",
    fr: "Angle d’un sinus, en radians.",
    example: ["0", 0],
    call: Math.asin,
  },
  {
    name: "acos",
    en: "Angle of a cosine, in radians.",
    fr: "Angle d’un cosinus, en radians.",
    example: ["1", 0],
    call: Math.acos,
  },
  {
    name: "atan",
    en: "Angle of a tangent, in radians.",
    fr: "Angle d’une tangente, en radians.",
    example: ["0", 0],
    call: Math.atan,
  },
  {
    name: "pow",
    parameters: "base, exponent",
    en: "A number to a power.",
    fr: "Un nombre à une puissance.",
    example: ["2, 10", 1024],
    call: Math.pow,
  },
  {
    name: "atan2",
    parameters: "y, x",
    en: "Angle of a point, in radians.",
    fr: "Angle d’un point, en radians.",
    example: ["0, 1", 0],
    call: Math.atan2,
  },
  {
    name: "min",
    parameters: "a, b, …",
    en: "The smallest of the numbers.",
    fr: "Le plus petit des nombres.",
    example: ["3, 1, 2", 1],
    call: Math.min,
  },
  {
    name: "max",
    parameters: "a, b, …",
    en: "The largest of the numbers.",
    fr: "Le plus grand des nombres.",
    example: ["3, 1, 2", 3],
    call: Math.max,
  },
  {
    name: "hypot",
    parameters: "a, b, …",
    en: "Square root of the sum of squares.",
    fr: "Racine de la somme des carrés.",
    example: ["3, 4", 5],
    call: Math.hypot,
  },
];

function entryOf({ name, parameters = "number", en, fr, example, call }: MathFunction): FunctionEntry {
  const takes = parameters.endsWith("…")
    ? ([1, Number.POSITIVE_INFINITY] as const)
    : ([parameters.split(",").length, parameters.split(",").length] as const);
  return {
    name: `Math.${name}`,
    kind: "namespace",
    signature: `Math.${name}(${parameters})`,
    help: { en, fr },
    example: { expression: `Math.${name}(${example[0]})`, result: example[1] },
    takes,
    run: (_run, _self, given) => call(...given.values.map((_, position) => given.number(position))),
  };
}

const constants: readonly [name: string, value: number, en: string, fr: string][] = [
  ["PI", Math.PI, "The number π.", "Le nombre π."],
  ["E", Math.E, "Euler's number e.", "Le nombre d’Euler e."],
];

export const mathEntries: readonly FunctionEntry[] = [
  ...functions.map(entryOf),
  {
    name: "Math.random",
    kind: "namespace",
    signature: "Math.random()",
    help: {
      en: "A number from 0 up to 1, another one each time; no secret.",
      fr: "Un nombre de 0 à 1, différent à chaque fois ; pas un secret.",
    },
    example: { expression: "Math.random() < 1", result: true },
    takes: [0, 0],
    run: () => Math.random(),
  },
  ...constants.map(
    ([name, value, en, fr]): FunctionEntry => ({
      name: `Math.${name}`,
      kind: "namespace",
      signature: `Math.${name}`,
      help: { en, fr },
      example: { expression: `Math.${name}`, result: value },
      takes: [0, 0],
      constant: value,
      run: () => value,
    }),
  ),
];
