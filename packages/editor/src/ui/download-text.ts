/** Gives the reader a text as a file. */
export function downloadText({
  fileName,
  text,
  type,
}: {
  fileName: string;
  text: string;
  type: string;
}): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken it by then; some read it a moment after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
