/** JSON on one line, cut after 60 characters. */
export function shortJson(value: unknown): string {
  const text = JSON.stringify(value) ?? "";
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
