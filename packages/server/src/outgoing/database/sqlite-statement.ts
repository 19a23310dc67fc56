import { parametersMismatch, unknownPlace } from "./parameters-mismatch.ts";

/** What stands for itself in SQLite's SQL (texts, quoted names, comments, words), and its places for values. */
const piece =
  /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|([$@:#](?:[\w$\u0080-\uffff]|::)+(?:\([^\s)]*\))?|\?\d*)|[\w$\u0080-\uffff]+/g;

/**
 * SQLite takes a value that nobody gave for NULL, and says nothing: a `DELETE` might reach more than was meant. So the places are
 * counted before. Throws `parameters-mismatch`.
 */
export function checkSqliteParameters(statement: string, given: number): void {
  const places = [...statement.matchAll(piece)].flatMap(([, place]) => (place === undefined ? [] : [place]));
  const numbers = places.map((place) => {
    const number = /^\$([1-9]\d{0,4})$/.exec(place)?.[1];
    if (number === undefined) throw unknownPlace(place);
    return Number(number);
  });
  const takes = Math.max(0, ...numbers);
  if (takes !== given) throw parametersMismatch({ takes, given });
}
