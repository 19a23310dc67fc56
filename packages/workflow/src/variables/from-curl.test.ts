import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuTime } from "../testing/cpu-time.ts";
import { parseCurl } from "./from-curl.ts";
import { parseHeaderLines, withoutCredentials } from "./from-headers.ts";
import { splitShellWords } from "./shell-words.ts";

const single = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const double = (text: string) => `"${text.replace(/[$`"\\]/g, "\\$&")}"`;
const ansi = (text: string) =>
  `$'${[...text].map((char) => (/[\w ]/.test(char) ? char : `\\U${(char.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`)).join("")}'`;

describe("words of a shell", () => {
  it("come back as they were, however they are quoted", () => {
    const quoted = fc.tuple(fc.string({ unit: "binary" }), fc.constantFrom(single, double, ansi));
    const separator = fc.constantFrom(" ", "\t", " \\\n", " \\\r\n  ");
    fc.assert(
      fc.property(fc.array(quoted, { maxLength: 5 }), separator, (words, between) => {
        const line = words.map(([text, quote]) => quote(text)).join(between);
        expect(splitShellWords(line).words.map(({ text }) => text)).toEqual(words.map(([text]) => text));
      }),
    );
  });

  it("join pieces, take escapes and end with the command", () => {
    const words = splitShellWords(`a\\ b'c'"d"$'\\x41\\xc3\\xa9\\n\\'\\101' e\nnext`).words;
    expect(words.map(({ text }) => text)).toEqual(["a bcdAé\n'A", "e"]);
    expect(splitShellWords("curl x | jq").words).toHaveLength(2);
  });

  it("never hang or throw", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '"', "\\", "$", "^", "\n", " ", "a", "\\x", "@") }),
        (text) => {
          const { words, unfinished } = splitShellWords(text);
          for (const { at } of words) expect(at).toBeLessThan(text.length);
          expect(unfinished ?? 0).toBeLessThanOrEqual(text.length);
          parseCurl(`curl ${text}`);
        },
      ),
    );
  });
});

describe("a cURL command", () => {
  it("gives back the data that was quoted into it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(single, double, ansi), (value, quote) => {
        const text = JSON.stringify(value);
        const { body, problems } = parseCurl(
          `curl https://h/hooks/k -H 'content-type: application/json' --data-raw ${quote(text)}`,
        );
        expect({ body, problems }).toEqual({ body: text, problems: [] });
      }),
    );
  });

  it("is read as browsers copy it for bash", () => {
    const curl = parseCurl(
      "$ curl 'https://h/hooks/k?src=shop' \\\n  -X 'POST' \\\n  -H 'accept: */*' \\\n  --data-raw $'{\"name\":\"Jos\\u00e9\",\"it\":\"l\\'or\"}' \\\n  --compressed ;",
    );
    expect(curl).toEqual({
      query: "src=shop",
      headers: "accept: */*",
      body: '{"name":"José","it":"l\'or"}',
      bodyIsForm: true,
      problems: [],
    });
  });

  it("is read as browsers copy it for cmd.exe, and as people write it there", () => {
    const copied = parseCurl(
      'curl ^"https://h/hooks/k?a=1^&b=2^" ^\r\n  -H ^"content-type: application/json^" ^\r\n  --data-raw ^"^{^\\^"a^\\^":1^}^"',
    );
    expect(copied).toMatchObject({ query: "a=1&b=2", body: '{"a":1}', problems: [] });
    const written = parseCurl('curl -X POST "https://h/k" ^\n-H "X-A: 1" ^\n-d "{\\"a\\":1}"');
    expect(written).toMatchObject({ headers: "X-A: 1", body: '{"a":1}', problems: [] });
  });

  it("joins data as curl does", () => {
    expect(parseCurl("curl h -d a=1 --data b=2 --data-urlencode 'c=x y&z'").body).toBe("a=1&b=2&c=x%20y%26z");
    expect(parseCurl("curl h --json '{\"a\":' --json '1}'")).toMatchObject({
      body: '{"a":1}',
      bodyIsForm: false,
      headers: "Content-Type: application/json\nAccept: application/json",
    });
    expect(parseCurl("curl -G 'https://h/k?x=0' -d a=1 --data-urlencode 'b=c d'")).toMatchObject({
      query: "x=0&a=1&b=c%20d",
      body: undefined,
    });
    expect(parseCurl("curl -sSLXPOST -uann:pw -da=1 https://h/k?q=2")).toMatchObject({
      query: "q=2",
      body: "a=1",
      basic: { username: "ann", password: "pw" },
    });
    expect(parseCurl("curl --request PUT --url https://h/k?u=1 --output file -o x").query).toBe("u=1");
  });

  it("offers the Basic user and keeps credentials out of the headers", () => {
    expect(
      parseCurl(
        "curl h -H 'Authorization: Basic Ym9iOnBhOnNz' -H 'cookie: sid=1' -b 'a=b' --oauth2-bearer t",
      ),
    ).toMatchObject({
      basic: { username: "bob", password: "pa:ss" },
      headers: "Authorization:\ncookie:\nCookie:\nAuthorization:",
    });
    expect(parseCurl("curl https://ann:p%40ss@h/k").basic).toEqual({ username: "ann", password: "p@ss" });
    expect(parseCurl("curl h -u ann").basic).toEqual({ username: "ann", password: "" });
  });

  it("costs no more than its length", () => {
    const start = cpuTime();
    expect(parseCurl(`curl 'h?a=1' ${"x -F y ".repeat(30_000)}`)).toMatchObject({ query: "a=1" });
    expect(parseCurl(`curl h ${"-F y ".repeat(30_000)}`).problems).toHaveLength(20);
    expect(cpuTime() - start).toBeLessThan(3_000);
  });

  it("says what it cannot read, and where", () => {
    expect(parseCurl('curl https://h/k \\\n  -d \'{"a":1}').problems).toEqual([
      { from: "curl", code: "unfinished-quote", message: expect.any(String), line: 2, column: 6 },
    ]);
    expect(parseCurl("wget https://h/k").problems).toMatchObject([{ code: "not-curl" }]);
    expect(parseCurl("").problems).toMatchObject([{ code: "not-curl" }]);
    for (const option of ["-d @f", "--data-urlencode n@f", "-T f", "-H @f", "-b jar"]) {
      expect(parseCurl(`curl h ${option}`).problems).toMatchObject([{ code: "file-not-read", line: 1 }]);
    }
    expect(parseCurl("curl h -F a=1").problems).toMatchObject([{ code: "multipart-not-read" }]);
    expect(parseCurl("curl h --data-raw @f")).toMatchObject({ body: "@f", problems: [] });
  });
});

describe("a command that a browser copied for cmd.exe", () => {
  it("keeps line ends inside of a text as they were", () => {
    const body = '--data-raw ^"{^\\^"a^\\^":^\\^"1 ^% 2^\\^"}^\r\n\r\nend^"';
    expect(parseCurl(`curl ^"https://a.example/h?x=1^&y=2^" ^\r\n  ${body}`)).toMatchObject({
      query: "x=1&y=2",
      body: '{"a":"1 % 2"}\r\nend',
      problems: [],
    });
  });
});

describe("header lines", () => {
  it("look for credentials in time that grows with the text alone", () => {
    const start = cpuTime();
    const blank = " ".repeat(200_000);
    expect(withoutCredentials(`${blank}\n> Authorization: Basic abc\nx: 1`)).toBe(
      `${blank}\n> Authorization:\nx: 1`,
    );
    expect(cpuTime() - start).toBeLessThan(1_000);
  });

  it("join what stands twice and skip what is no header", () => {
    const { value, problems } = parseHeaderLines(
      "HTTP/2 200\n:method: POST\n< X-A: 1\nx-a: 2\n\n> Host: h:80\nAccept : */*\n__proto__: 1\nbad name: 1\n",
    );
    expect({ ...value }).toEqual({ "x-a": "1, 2", host: "h:80", accept: "*/*" });
    expect(problems).toMatchObject([
      { code: "dangerous-name", line: 8 },
      { code: "malformed-header", line: 9, column: 1 },
    ]);
  });
});
