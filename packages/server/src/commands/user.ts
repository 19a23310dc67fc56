import { randomToken } from "../accounts/random-token.ts";
import { AccountError, createUser, resetPassword } from "../accounts/users.ts";
import { systemClock } from "../clock.ts";
import { withAccounts } from "./accounts-database.ts";
import { type Command, type CommandInput, required, UsageError } from "./command.ts";

const flags = {
  email: { takesValue: true, meaning: "The account's e-mail address" },
  "password-stdin": {
    takesValue: false,
    meaning: "Read the password from standard input; left out: one is made and printed",
  },
} as const;

export const userCreate: Command = {
  name: "user create",
  summary: "Make an account",
  flags,
  run: (input) =>
    withPassword(input, (email, password) =>
      withAccounts(
        input.config,
        ({ users }) => createUser({ store: users, clock: systemClock, email, password }),
        { act: "users.create", objectOf: ({ id }) => ({ kind: "user", id, name: email }) },
      ),
    ),
};

export const userResetPassword: Command = {
  name: "user reset-password",
  summary: "Give an account a new password and end its sessions",
  flags,
  run: (input) =>
    withPassword(input, (email, password) =>
      withAccounts(
        input.config,
        async ({ users }) => {
          await resetPassword({ store: users, email, password });
          return users.byEmail(email);
        },
        {
          act: "users.resetPassword",
          objectOf: (user) => (user ? { kind: "user", id: user.id, name: user.email } : null),
        },
      ),
    ),
};

/** The password never stands on the command line, where other people on the machine can read it. */
async function withPassword(
  input: CommandInput,
  work: (email: string, password: string) => Promise<unknown>,
): Promise<number> {
  const email = required(input, "email");
  const given = input.switches.has("password-stdin");
  const password = given ? (await input.surroundings.readInput()).replace(/\r?\n$/, "") : randomToken();
  try {
    await work(email, password);
  } catch (error) {
    if (error instanceof AccountError) throw new UsageError(error.message);
    throw error;
  }
  if (!given) input.surroundings.print(`${password}\n`);
  return 0;
}
