/** A date and time (RFC 3339) as a field for it shows it, in the reader's zone: `2026-01-31T09:30:00`; else empty. */
export function localMoment(text: string | null): string {
  const at = text === null ? Number.NaN : Date.parse(text);
  if (Number.isNaN(at)) return "";
  const moment = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [
    moment.getFullYear().toString().padStart(4, "0"),
    two(moment.getMonth() + 1),
    two(moment.getDate()),
  ];
  return `${day.join("-")}T${[moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join(":")}`;
}
