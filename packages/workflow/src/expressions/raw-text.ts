/**
 * Text that `raw()` marked as HTML of the builder's own. Like every value of ours that is not JSON, it keeps
 * its inside in a private field: own-property reads find nothing in it.
 */
export class RawText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }
}
