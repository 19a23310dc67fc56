/*
 * The first code of a realm. It runs inside QuickJS, where there is nothing but the language: the builder's code comes
 * after it and may change every built-in, so whatever is used later is taken now. It is one expression: a function that
 * takes the sink for console lines and the bounds, and gives out what the process around it calls.
 */
(write, bounds) => {
  const { parse, stringify } = JSON;
  const { apply, defineProperty } = Reflect;
  const { keys } = Object;
  const { slice } = String.prototype;
  const ErrorClass = Error;
  const asText = String;

  let lines = 0;
  let state = "pending";
  let answer = "";

  const cut = (text, length) => (text.length > length ? `${apply(slice, text, [0, length])}…` : text);

  const shown = (value) => {
    if (typeof value === "string") return value;
    try {
      if (value instanceof ErrorClass) return `${value.name}: ${value.message}`;
      const text = typeof value === "object" ? stringify(value) : undefined;
      return typeof text === "string" ? text : asText(value);
    } catch {
      return "[a value that cannot be shown]";
    }
  };

  const writer =
    (before) =>
    (...values) => {
      if (lines > bounds.lines) return;
      lines += 1;
      if (lines > bounds.lines) {
        write("… (later lines are left out)");
        return;
      }
      let line = before;
      for (let at = 0; at < values.length && line.length <= bounds.lineLength; at++) {
        line += (at > 0 ? " " : "") + shown(values[at]);
      }
      write(cut(line, bounds.lineLength));
    };

  const define = (name, value) => {
    defineProperty(globalThis, name, { value, writable: true, enumerable: true, configurable: true });
  };

  define("console", {
    log: writer(""),
    info: writer(""),
    debug: writer(""),
    warn: writer("warn: "),
    error: writer("error: "),
  });

  const fail = (failure) => {
    state = "failed";
    answer = stringify(failure);
  };

  const failWith = (thrown) => {
    const failure = { kind: "thrown", name: "", message: "", stack: "" };
    try {
      if (typeof thrown === "object" && thrown !== null) {
        if (typeof thrown.name === "string") failure.name = cut(thrown.name, 100);
        if (typeof thrown.stack === "string") failure.stack = cut(thrown.stack, 2000);
        // What JSONata throws is no Error: a code, a message and the place in the query.
        if (typeof thrown.code === "string") failure.name = cut(thrown.code, 100);
        if (typeof thrown.position === "number") failure.position = thrown.position;
      }
      const plain = typeof thrown === "object" && thrown !== null && typeof thrown.message === "string";
      failure.message = cut(plain ? thrown.message : shown(thrown), 2000);
    } catch {
      failure.message = "the code threw something that cannot be shown";
    }
    fail(failure);
  };

  const finish = (value) => {
    let text = "null";
    try {
      if (value !== undefined) text = stringify(value);
    } catch (thrown) {
      const memory = thrown instanceof ErrorClass && thrown.name === "InternalError";
      if (memory) failWith(thrown);
      else fail({ kind: "result", message: cut(shown(thrown), 500) });
      return;
    }
    if (typeof text !== "string") fail({ kind: "result", message: `a ${typeof value} is no JSON data` });
    else if (text.length > bounds.resultLength) fail({ kind: "too-large" });
    else {
      state = "finished";
      answer = text;
    }
  };

  /* Each query language: its library, as its file gives it, to a function that answers a query. */
  const languages = {
    jsonata: (library) => (source, values) => {
      const query = library(source);
      for (const name of keys(values)) if (name !== "value") query.assign(name, values[name]);
      return query.evaluate(values.value);
    },
    "jsonpath-plus": (library) => (path, values) => {
      const { value: json } = values;
      // The library finds nothing at all in null, false, 0 and "".
      if (!json) return path.trim() === "$" ? [json] : [];
      // No scripts and no filters: they are JavaScript, which the library would have to evaluate.
      return library.JSONPath({ path, json, eval: false, wrap: true }) ?? [];
    },
  };
  let query;

  const settle = async (begin) => {
    try {
      finish(await begin());
    } catch (thrown) {
      failWith(thrown);
    }
  };

  return {
    load: (language, library) => {
      query = languages[language](library);
    },
    define: (text) => {
      const values = parse(text);
      for (const name of keys(values)) define(name, values[name]);
    },
    call: (code) => void settle(code),
    query: (source, text) => void settle(() => query(source, parse(text))),
    state: () => state,
    answer: () => answer,
  };
};
