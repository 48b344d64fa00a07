import type { Command } from 'commander';
import { fail, ok } from '../../../shared/result.ts';
import type { CliRuntime } from '../cli-runtime.ts';
import { readStdin } from '../read-stdin.ts';

/** `quittance phrase`: shows the recovery phrase again, or proves that it was written down. */
export function definePhrase(program: Command, runtime: CliRuntime): void {
  const phrase = program.command('phrase').description('the recovery phrase');
  phrase
    .command('show')
    .description('print the 24 words again')
    .action((_, command: Command) =>
      runtime.run(command, async ({ session }) => {
        const revealed = await session.client.call('workspace.revealPhrase', {});
        if (!revealed.ok) return revealed;
        const warning = 'Whoever reads these words has this workspace. Clear the terminal afterwards.';
        return ok({ json: revealed.value, text: revealed.value.phrase, warning });
      }),
    );
  phrase
    .command('confirm')
    .description(
      'check the 24 words, given on standard input, against the phrase, and remember that they are written down',
    )
    .action((_, command: Command) =>
      runtime.run(command, async ({ session, io }) => {
        const given = await readStdin(io);
        if (!given.ok) return given;
        const words = given.value.trim().split(/\s+/);
        if (words.length !== 24) return fail('phrase.length', `These are ${words.length} words; the phrase has 24.`);
        const confirmed = await session.client.call('workspace.confirmPhrase', {
          words: words.map((word, place) => ({ place, word })),
        });
        return confirmed.ok ? ok({ json: { confirmed: true }, text: 'The words are right.' }) : confirmed;
      }),
    );
}
