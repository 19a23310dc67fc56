/** What keeps a value from being a document: the place, as keys and positions from its root, and a sentence. */
export interface DocumentProblem {
  readonly at: readonly (string | number)[];
  readonly message: string;
}
