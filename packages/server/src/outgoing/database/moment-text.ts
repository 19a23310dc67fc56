/** A moment as databases write it, its offset behind it or not: `2026-01-02 10:00:00.5+01`. */
const written =
  /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?|Z)?$/;

/**
 * The moment in UTC (RFC 3339): with milliseconds as everywhere here, and with more digits where the database has them, so that
 * it compares equal when it is sent back. Without an offset it is UTC. What is no moment of RFC 3339 (`infinity`, before Christ,
 * `0000-00-00`) stays the text that it is.
 */
export function momentText(text: string): string {
  const found = written.exec(text);
  if (!found) return text;
  const [, year, month, day, hour, minute, second, fraction = "", sign, ...offset] = found;
  const [hours = 0, minutes = 0, seconds = 0] = offset.map((part) => Number(part ?? 0));
  const away = (sign === "-" ? -1000 : 1000) * ((hours * 60 + minutes) * 60 + seconds);
  const read = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // A day that no month has would be read as one of the next: `2026-02-30`.
  if (Number.isNaN(read) || new Date(read).getUTCDate() !== Number(day)) return text;
  const [whole = "", end] = new Date(read - away).toISOString().split(".");
  if (!/^\d{4}-/.test(whole) || end === undefined) return text;
  return `${whole}.${fraction.replace(/0+$/, "").padEnd(3, "0")}Z`;
}
