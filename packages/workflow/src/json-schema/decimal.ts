/** Whether a number is a whole multiple of another, by their decimal digits: 0.3 is one of 0.1. */
export function isMultipleOf(value: number, divisor: number): boolean {
  const [digits, exponent] = decimal(value);
  const [ofDivisor, exponentOfDivisor] = decimal(divisor);
  const shift = exponent - exponentOfDivisor;
  if (shift >= 0) return (digits * 10n ** BigInt(shift)) % ofDivisor === 0n;
  return digits % (ofDivisor * 10n ** BigInt(-shift)) === 0n;
}

/** `1.25e3` as `[125n, 1]`. */
function decimal(value: number): [bigint, number] {
  const [mantissa = "0", exponent = "0"] = Math.abs(value).toString().split("e");
  const point = mantissa.indexOf(".");
  const fraction = point < 0 ? 0 : mantissa.length - point - 1;
  return [BigInt(mantissa.replace(".", "")), Number(exponent) - fraction];
}
