import { initTarget } from '../work/init-target.ts';
import type { AddCommand, Context } from './command.ts';
import { type DeclarationFlags, declarationOf, declarationOptions } from './declaration-flags.ts';

const examples = `
It writes what "bench sweep -- <command>" would measure, to be corrected and kept.

Examples:
  bench init -- node server.js
  bench init --path /api/items -H 'Authorization: Bearer x' --expect items -- gunicorn app:app
`;

/** `bench init`: writes the target.json of a command. */
export const addInit: AddCommand = (program, run) => {
  const command = program
    .command('init')
    .summary('write the target.json of a command that starts a server')
    .description('Writes a target.json into the current folder. One that is there is left alone.')
    .argument('[command...]', 'behind --: the program and its arguments');
  for (const option of declarationOptions()) command.addOption(option);
  command
    .addHelpText('after', examples)
    .action((words: readonly string[], flags: DeclarationFlags) =>
      run((context) => init(words, flags, context)),
    );
};

function init(words: readonly string[], flags: DeclarationFlags, { surroundings }: Context): number {
  const declaration = declarationOf(words, flags, surroundings.argv);
  surroundings.stdout.write(`${initTarget(declaration, surroundings.cwd)}\n`);
  return 0;
}
