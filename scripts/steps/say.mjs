/** Tells what is going on, on standard error: standard output belongs to the command that runs afterwards. */
export function say(text) {
  process.stderr.write(`sluice: ${text}\n`);
}

/** Ends the script with a sentence that says what to do. */
export function stop(text, code = 1) {
  say(text);
  process.exit(code);
}
