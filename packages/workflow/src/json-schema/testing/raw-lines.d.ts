/** The text of a file of one JSON document a line. */
declare module "*.jsonl?raw" {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: Vite gives the text of a file as its default
  export default text;
}
